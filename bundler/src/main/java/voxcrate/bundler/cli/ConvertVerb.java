package voxcrate.bundler.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import voxcrate.bundler.convert.ConvertedModel;
import voxcrate.bundler.convert.Converter;
import voxcrate.bundler.convert.SourceModel;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.JsonReader;
import voxcrate.model.Languages;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.SpeechModel;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.problem.ExitStatus;

/// `convert`: one local model folder to what the engine runs.
@Command(
    name = "convert",
    description = "Converts one local model folder to what the engine runs, and proves it.",
    footer = {
      "",
      "Example:",
      "  voxcrate-bundler convert models/torch/pyannote/segmentation-3.0 --out converted"
    })
public final class ConvertVerb extends Verb {
  @Parameters(
      paramLabel = "DIR",
      description = "Folder with weights and configuration, or a pipeline's config.yaml.")
  Path folder = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where it goes.")
  Path out = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "ORG/NAME",
      description = "The model's name (default: the last two parts of the folder's path).")
  @Nullable String name;

  @Option(
      names = "--licence",
      paramLabel = "SPDX",
      defaultValue = "NOASSERTION",
      description = "The model's licence (default: ${DEFAULT-VALUE}).")
  String licence = "";

  @Option(names = "--revision", paramLabel = "COMMIT", description = "The hub's commit, if known.")
  @Nullable String revision;

  @Option(
      names = {"--language", "--languages"},
      paramLabel = "CODE",
      split = ",",
      description =
          "Language of an alignment model, such as de (default: what its README.md says).")
  List<String> languages = List.of();

  @Mixin final PrecisionOptions precision = new PrecisionOptions();

  @Spec CommandSpec command;

  @Override
  protected ExitStatus run(Console console) {
    var source = new SourceModel(modelName(), revision, licence, folder, languageCodes());
    var converted = new Converter(precision.chosen()).convert(source, out, console.progress());
    console.print(converted.all().map(ConvertVerb::report).collect(Collectors.joining("\n")));
    console.result(JsonReader.readObject(ModelDescriptorCodec.write(converted.descriptor())));
    return ExitStatus.DONE;
  }

  private String modelName() {
    var path = folder.toAbsolutePath().normalize();
    var chosen = name;
    if (chosen == null && path.getNameCount() >= 2) {
      chosen = path.getName(path.getNameCount() - 2) + "/" + path.getFileName();
    }
    if (chosen == null || !chosen.matches("[^/\\s]+/[^/\\s]+")) {
      throw new ParameterException(command.commandLine(), "--name must be of the form ORG/NAME");
    }
    return chosen;
  }

  private List<String> languageCodes() {
    return languages.stream().map(this::languageCode).toList();
  }

  private String languageCode(String text) {
    return Languages.code(text)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(), "--language takes codes such as de, not " + text));
  }

  private static String report(ConvertedModel model) {
    var descriptor = model.descriptor();
    var provenance = descriptor.provenance();
    var precision = provenance.precision();
    return "converted %s into %s%s%n%s"
        .formatted(
            descriptor.name(),
            model.folder(),
            precision == null ? "" : " (" + precision.word() + ")",
            parity(provenance.parity())
                + missing(provenance.missing())
                + languages(descriptor.speech())
                + labels(descriptor.speech())
                + heads(descriptor.speech()));
  }

  private static String missing(List<String> files) {
    return files.isEmpty() ? "" : "%nmissing   ".formatted() + String.join(", ", files);
  }

  private static String languages(SpeechModel speech) {
    return speech instanceof Alignment model && !model.languages().isEmpty()
        ? "%nlanguage  ".formatted() + String.join(", ", model.languages())
        : "";
  }

  private static String labels(SpeechModel speech) {
    return speech instanceof Alignment model && !model.namesLabels()
        ? "%nlabels    have no names: no words can be aligned with it".formatted()
        : "";
  }

  private static String heads(SpeechModel speech) {
    if (!(speech instanceof Transcription model)) {
      return "";
    }
    var known = model.alignmentHeadsSource().map("%nheads     named by "::concat);
    return known
        .orElse("%nheads     of words are not known: all of the upper layers are taken")
        .formatted();
  }

  private static String parity(@Nullable Parity parity) {
    if (parity == null) {
      return "parity    nothing to compare: a pipeline has no weights of its own";
    }
    var audio = parity.samples() == 0 ? "" : "; " + parity.samples() + " samples";
    return String.format(
        Locale.ROOT,
        "parity    %s agree with the reference within %.0e (allowed: %.0e%s)",
        parity.output(),
        parity.maxDifference(),
        parity.tolerance(),
        audio);
  }
}
