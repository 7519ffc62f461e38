package voxcrate.engine.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import voxcrate.bundle.oms.ModelStatement;
import voxcrate.engine.EngineCode;
import voxcrate.engine.onnx.ModelProblem;
import voxcrate.json.JsonException;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.Segmentation;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptor.Vbx;
import voxcrate.model.ModelDescriptor.VoiceActivity;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The converted models below one folder, in order of their names.
public final class ModelCatalog {
  /// `torch/ORG/NAME/model.json` and a little more, for folders of one's own.
  private static final int MAX_DEPTH = 5;

  /// Where a release has its models once more, in the precision that cards compute in best.
  private static final String FOR_CARDS = "cuda";

  private static final Set<String> ROOT_FILES =
      Set.of(ModelDescriptor.FILE_NAME, ModelStatement.SIGNATURE_FILE);

  private static final long MAX_DESCRIPTOR_BYTES = 1 << 20;

  private final Path folder;
  private final List<InstalledModel> models;

  private ModelCatalog(Path folder, List<InstalledModel> models) {
    this.folder = folder;
    this.models = List.copyOf(models);
  }

  /// Looks for `model.json` files; a folder that does not exist holds no models. What a release
  /// brings once more for cards is left out.
  ///
  /// @throws ToolException when a descriptor cannot be read
  public static ModelCatalog in(Path folder) {
    return new ModelCatalog(folder, found(folder, cards -> file -> !file.startsWith(cards)));
  }

  /// The same for whoever computes on a card: models that a release brings in a form for cards are
  /// taken in that form.
  public static ModelCatalog forCards(Path folder) {
    var models = new TreeMap<String, InstalledModel>();
    in(folder).models.forEach(model -> models.put(model.name(), model));
    found(folder, cards -> file -> file.startsWith(cards))
        .forEach(model -> models.put(model.name(), model));
    return new ModelCatalog(folder, List.copyOf(models.values()));
  }

  /// The models that a processor computes with.
  public ModelCatalog forProcessor() {
    return in(folder);
  }

  /// @param wanted which files, by the folder of the forms for cards
  private static List<InstalledModel> found(Path folder, Function<Path, Predicate<Path>> wanted) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    return descriptors(folder).stream()
        .filter(wanted.apply(beginning(folder).resolve(FOR_CARDS)))
        .map(file -> new InstalledModel(file.resolveSibling(""), read(file)))
        .sorted(Comparator.comparing(InstalledModel::name))
        .toList();
  }

  /// Folders that each hold one repository: those with a `model.json` or a signature, and below no
  /// other one. Nothing is parsed.
  public static List<Path> roots(Path folder) {
    var roots = new ArrayList<Path>();
    if (Files.isDirectory(folder)) {
      named(folder, ROOT_FILES).stream()
          .map(Path::getParent)
          .distinct()
          .sorted(Comparator.comparingInt(Path::getNameCount).thenComparing(Path::toString))
          .filter(found -> roots.stream().noneMatch(found::startsWith))
          .forEach(roots::add);
      roots.sort(Comparator.naturalOrder());
    }
    return roots;
  }

  public List<InstalledModel> models() {
    return models;
  }

  /// Names of the pipelines.
  public List<String> pipelines() {
    return allPipelines().stream().map(InstalledModel::name).toList();
  }

  /// The pipeline with its two models. Of several, the one named; without a name the only one, or
  /// the only one that clusters by VBx, which is the better way.
  ///
  /// @throws ToolException when it is not there, or one of its models is not
  public PipelineModels pipeline(Optional<String> name) {
    var candidates = name.map(this::named).orElseGet(this::preferred);
    if (candidates.size() != 1) {
      throw noPipeline(name, candidates);
    }
    var pipeline = candidates.getFirst();
    if (!(pipeline.descriptor().speech() instanceof Diarization parameters)) {
      throw new AssertionError("filtered above");
    }
    return new PipelineModels(
        pipeline.name(),
        pipeline.folder(),
        parameters,
        part(pipeline, parameters.segmentation(), Segmentation.class),
        part(pipeline, parameters.embedding(), Embedding.class));
  }

  /// Whether there is any.
  public boolean hasTranscription() {
    return !transcriptions().isEmpty();
  }

  public List<InstalledModel> transcriptions() {
    return models.stream()
        .filter(model -> model.descriptor().speech() instanceof Transcription)
        .toList();
  }

  /// The transcription model of that name, or whose name ends so (`small` means
  /// `openai/whisper-small`); without a name the only one.
  ///
  /// @throws ToolException when it is not there, or there are several to choose from
  public InstalledModel transcription(Optional<String> name) {
    var candidates =
        transcriptions().stream()
            .filter(model -> name.isEmpty() || isNamed(model, name.get()))
            .toList();
    if (candidates.size() != 1) {
      throw noTranscription(name, candidates);
    }
    return candidates.getFirst();
  }

  /// The alignment model for recordings in that language: of several the one of fewest languages,
  /// of these the first by name. One whose language or labels nobody named is for none.
  ///
  /// @param language as [voxcrate.model.Languages] writes it
  public Optional<InstalledModel> alignment(String language) {
    return models.stream()
        .filter(model -> languages(model).contains(language))
        .min(Comparator.comparingInt(model -> languages(model).size()));
  }

  /// The alignment model of that name, or whose name ends so, whatever its language.
  ///
  /// @throws ToolException when it is not there, or there are several to choose from
  public InstalledModel alignmentNamed(String name) {
    var candidates =
        models.stream()
            .filter(model -> model.descriptor().speech() instanceof Alignment)
            .filter(model -> isNamed(model, name))
            .toList();
    if (candidates.size() != 1) {
      throw noAlignment(name, candidates);
    }
    return candidates.getFirst();
  }

  /// The voice activity model; of several the first by name.
  public Optional<InstalledModel> voiceActivity() {
    return models.stream()
        .filter(model -> model.descriptor().speech() instanceof VoiceActivity)
        .findFirst();
  }

  private static List<String> languages(InstalledModel model) {
    return model.descriptor().speech() instanceof Alignment alignment && alignment.namesLabels()
        ? alignment.languages()
        : List.of();
  }

  private static boolean isNamed(InstalledModel model, String name) {
    return model.name().equals(name)
        || model.name().endsWith("/" + name)
        || model.name().endsWith("-" + name);
  }

  private ToolException noTranscription(Optional<String> name, List<InstalledModel> candidates) {
    return new ToolException(
        Problem.of(
            EngineCode.NO_TRANSCRIPTION_MODEL,
            "No transcription model to use",
            "looking for installed models",
            found("transcription model", name, candidates),
            "voxcrate models lists what is installed",
            "name one of several with --model ORG/NAME",
            "install a bundle that holds one, or give --models DIR"));
  }

  private ToolException noAlignment(String name, List<InstalledModel> candidates) {
    return new ToolException(
        Problem.of(
            EngineCode.NO_ALIGNMENT_MODEL,
            "No such alignment model",
            "looking for installed models",
            found("alignment model", Optional.of(name), candidates),
            "voxcrate models lists what is installed",
            "leave out --align-model: words are then found by the model of the language, or by"
                + " where the transcription model looked"));
  }

  private List<InstalledModel> allPipelines() {
    return models.stream()
        .filter(model -> model.descriptor().speech() instanceof Diarization)
        .toList();
  }

  private List<InstalledModel> named(String name) {
    return allPipelines().stream().filter(model -> model.name().equals(name)).toList();
  }

  private List<InstalledModel> preferred() {
    var all = allPipelines();
    var byVbx = all.stream().filter(ModelCatalog::clustersByVbx).toList();
    return byVbx.size() == 1 ? byVbx : all;
  }

  private static boolean clustersByVbx(InstalledModel model) {
    return model.descriptor().speech() instanceof Diarization pipeline
        && pipeline.clustering() instanceof Vbx;
  }

  private <T extends ModelDescriptor.SpeechModel> PipelineModels.Part<T> part(
      InstalledModel pipeline, String name, Class<T> kind) {
    return models.stream()
        .filter(model -> model.name().equals(name))
        .filter(model -> kind.isInstance(model.descriptor().speech()))
        .map(
            model ->
                new PipelineModels.Part<>(model.folder(), kind.cast(model.descriptor().speech())))
        .findFirst()
        .orElseThrow(
            () ->
                ModelProblem.unusable(
                    pipeline.folder().resolve(ModelDescriptor.FILE_NAME),
                    "it needs the model " + name + ", which is not installed"));
  }

  private ToolException noPipeline(Optional<String> name, List<InstalledModel> candidates) {
    return new ToolException(
        Problem.of(
            EngineCode.NO_PIPELINE,
            "No speaker diarization model to use",
            "looking for installed models",
            found("pipeline", name, candidates),
            "voxcrate models lists what is installed",
            "name one of several with --pipeline ORG/NAME",
            "install a bundle that holds a speech pipeline, or give --models DIR"));
  }

  private String found(String what, Optional<String> name, List<InstalledModel> candidates) {
    return candidates.isEmpty()
        ? "no " + what + name.map(wanted -> " named " + wanted).orElse("") + " in " + folder
        : "several in "
            + folder
            + ": "
            + String.join(", ", candidates.stream().map(InstalledModel::name).toList());
  }

  static List<Path> descriptors(Path folder) {
    return named(folder, Set.of(ModelDescriptor.FILE_NAME)).stream()
        .filter(Files::isRegularFile)
        .toList();
  }

  private static List<Path> named(Path folder, Set<String> names) {
    try (var paths = Files.walk(beginning(folder), MAX_DEPTH)) {
      return paths
          .filter(path -> names.contains(String.valueOf(path.getFileName())))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw ModelProblem.unusable(folder, "the folder cannot be searched: " + e.getMessage(), e);
    }
  }

  /// `P/models` of an installation is a link, and a walk goes through none.
  private static Path beginning(Path folder) {
    try {
      return Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
    } catch (IOException e) {
      throw ModelProblem.unusable(folder, e.getMessage(), e);
    }
  }

  static ModelDescriptor read(Path file) {
    try {
      if (Files.size(file) > MAX_DESCRIPTOR_BYTES) {
        throw ModelProblem.unusable(file, "too long for a model.json");
      }
      return ModelDescriptorCodec.read(Files.readAllBytes(file));
    } catch (IOException | JsonException e) {
      throw ModelProblem.unusable(file, e.getMessage(), e);
    }
  }
}
