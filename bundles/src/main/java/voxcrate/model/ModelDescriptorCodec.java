package voxcrate.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;
import voxcrate.model.ModelDescriptor.Agglomerative;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.Clustering;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.FilterBank;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Plda;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.model.ModelDescriptor.Segmentation;
import voxcrate.model.ModelDescriptor.SpeechModel;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptor.Vbx;
import voxcrate.model.ModelDescriptor.VoiceActivity;
import voxcrate.model.ModelDescriptor.Weights;

/// `model.json` to and from [ModelDescriptor].
public final class ModelDescriptorCodec {
  private static final String TYPE = "voxcrate-model/1";

  private ModelDescriptorCodec() {}

  public static byte[] write(ModelDescriptor descriptor) {
    var document =
        Json.object()
            .put("_type", TYPE)
            .put("name", descriptor.name())
            .put("kind", kind(descriptor.speech()))
            .put("model", speech(descriptor.speech()))
            .put("provenance", provenance(descriptor.provenance()))
            .build();
    return JsonWriter.indented(document).getBytes(StandardCharsets.UTF_8);
  }

  /// @throws JsonException when the document is no descriptor of this version
  public static ModelDescriptor read(byte[] document) {
    try {
      return read(JsonReader.readObject(document));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new JsonException(String.valueOf(e.getMessage()), e);
    }
  }

  private static ModelDescriptor read(Json.Obj json) {
    if (!json.text("_type").equals(TYPE)) {
      throw new JsonException("not a " + TYPE + " but " + json.text("_type"));
    }
    var model = json.object("model");
    SpeechModel speech =
        switch (json.text("kind")) {
          case "segmentation" -> segmentation(model);
          case "embedding" -> embedding(model);
          case "alignment" -> alignment(model);
          case "transcription" -> TranscriptionCodec.read(model);
          case "voice-activity" -> voiceActivity(model);
          case "diarization" -> diarization(model);
          case String other -> throw new JsonException("unknown kind of model: " + other);
        };
    return new ModelDescriptor(json.text("name"), provenance(json.object("provenance")), speech);
  }

  private static String kind(SpeechModel speech) {
    return switch (speech) {
      case Segmentation _ -> "segmentation";
      case Embedding _ -> "embedding";
      case Alignment _ -> "alignment";
      case Transcription _ -> "transcription";
      case VoiceActivity _ -> "voice-activity";
      case Diarization _ -> "diarization";
    };
  }

  private static Json speech(SpeechModel speech) {
    return switch (speech) {
      case Segmentation model ->
          graph(model.graph())
              .put("sampleRate", model.sampleRate())
              .put("windowSamples", model.windowSamples())
              .put("frameStepSamples", model.frameStepSamples())
              .put("frameFieldSamples", model.frameFieldSamples())
              .put("localSpeakers", model.localSpeakers())
              .put("classes", classes(model))
              .build();
      case Embedding model ->
          graph(model.graph())
              .put("sampleRate", model.sampleRate())
              .put("dimension", model.dimension())
              .put("trunkStride", model.trunkStride())
              .put("minSamples", model.minSamples())
              .put("filterBank", filterBank(model.filterBank()))
              .build();
      case Alignment model -> alignment(model);
      case Transcription model -> TranscriptionCodec.write(model);
      case VoiceActivity model ->
          graph(model.graph())
              .put("sampleRate", model.sampleRate())
              .put("windowSamples", model.windowSamples())
              .put("contextSamples", model.contextSamples())
              .put("stateSize", model.stateSize())
              .build();
      case Diarization model ->
          Json.object()
              .put("segmentation", model.segmentation())
              .put("embedding", model.embedding())
              .put("stepFraction", model.stepFraction())
              .put("excludeOverlap", model.excludeOverlap())
              .put("clustering", clustering(model.clustering()))
              .put("minDurationOffSeconds", model.minDurationOffSeconds())
              .build();
    };
  }

  private static Json clustering(Clustering clustering) {
    return switch (clustering) {
      case Agglomerative(double threshold, int minClusterSize) ->
          Json.object()
              .put("method", "agglomerative")
              .put("threshold", threshold)
              .put("minClusterSize", minClusterSize)
              .build();
      case Vbx(double threshold, double fa, double fb, Plda plda) ->
          Json.object()
              .put("method", "vbx")
              .put("threshold", threshold)
              .put("fa", fa)
              .put("fb", fb)
              .put("plda", plda(plda))
              .build();
    };
  }

  private static Json plda(Plda plda) {
    return Json.object()
        .put("file", plda.file())
        .put("digest", plda.digest().hex())
        .put("inputDimension", plda.inputDimension())
        .put("dimension", plda.dimension())
        .build();
  }

  private static Json alignment(Alignment model) {
    var separator = model.wordSeparator();
    return graph(model.graph())
        .put("weights", weights(model.weights()))
        .put("sampleRate", model.sampleRate())
        .put("normalised", model.normalised())
        .put("frameStepSamples", model.frameStepSamples())
        .put("frameFieldSamples", model.frameFieldSamples())
        .put("labels", Json.strings(model.labels()))
        .put("blank", model.blank())
        .putIfPresent(
            "wordSeparator",
            separator.isPresent() ? Optional.of(Json.of(separator.getAsInt())) : Optional.empty())
        .putIfPresent("languages", unlessEmpty(model.languages()))
        .build();
  }

  static Json.Builder graph(Graph graph) {
    return Json.object().put("graph", graph.file()).put("digest", graph.digest().hex());
  }

  static Json weights(List<Weights> weights) {
    return weights.stream()
        .map(
            file ->
                Json.object().put("file", file.file()).put("digest", file.digest().hex()).build())
        .collect(Json.toArray());
  }

  private static Json classes(Segmentation model) {
    return model.classes().stream()
        .map(speakers -> speakers.stream().map(Json::of).collect(Json.toArray()))
        .collect(Json.toArray());
  }

  private static Json filterBank(FilterBank bank) {
    return Json.object()
        .put("bins", bank.bins())
        .put("frameSamples", bank.frameSamples())
        .put("shiftSamples", bank.shiftSamples())
        .put("lowHertz", bank.lowHertz())
        .put("highHertz", bank.highHertz())
        .put("preEmphasis", bank.preEmphasis())
        .put("scale", bank.scale())
        .build();
  }

  private static Json provenance(Provenance provenance) {
    return Json.object()
        .putIfPresent("revision", Optional.ofNullable(provenance.revision()).map(Json::of))
        .put("source", provenance.source().hex())
        .put("converter", provenance.converter())
        .put("licence", provenance.licence())
        .putIfPresent(
            "precision",
            Optional.ofNullable(provenance.precision()).map(Precision::word).map(Json::of))
        .putIfPresent(
            "parity", Optional.ofNullable(provenance.parity()).map(ModelDescriptorCodec::parity))
        .putIfPresent("missing", unlessEmpty(provenance.missing()))
        .build();
  }

  private static Optional<Json> unlessEmpty(List<String> texts) {
    return texts.isEmpty() ? Optional.empty() : Optional.of(Json.strings(texts));
  }

  private static Json parity(Parity parity) {
    return Json.object()
        .put("output", parity.output())
        .put("samples", parity.samples())
        .put("maxDifference", parity.maxDifference())
        .put("tolerance", parity.tolerance())
        .build();
  }

  private static Segmentation segmentation(Json.Obj json) {
    return new Segmentation(
        graph(json),
        count(json, "sampleRate"),
        count(json, "windowSamples"),
        count(json, "frameStepSamples"),
        count(json, "frameFieldSamples"),
        count(json, "localSpeakers"),
        json.array("classes").stream().map(ModelDescriptorCodec::speakers).toList());
  }

  private static List<Integer> speakers(Json json) {
    if (json instanceof Json.Arr speakers) {
      return speakers.items().stream().map(ModelDescriptorCodec::count).toList();
    }
    throw new JsonException("a class that is no list of speakers");
  }

  private static Embedding embedding(Json.Obj json) {
    var bank = json.object("filterBank");
    return new Embedding(
        graph(json),
        count(json, "sampleRate"),
        count(json, "dimension"),
        count(json, "trunkStride"),
        count(json, "minSamples"),
        new FilterBank(
            count(bank, "bins"),
            count(bank, "frameSamples"),
            count(bank, "shiftSamples"),
            bank.decimal("lowHertz"),
            bank.decimal("highHertz"),
            bank.decimal("preEmphasis"),
            bank.decimal("scale")));
  }

  private static Alignment alignment(Json.Obj json) {
    var labels = json.array("labels").stream().map(ModelDescriptorCodec::text).toList();
    var separator =
        json.find("wordSeparator").isPresent()
            ? OptionalInt.of(count(json, "wordSeparator"))
            : OptionalInt.empty();
    int blank = count(json, "blank");
    if (!isClass(blank, labels) || !isClass(separator.orElse(blank), labels)) {
      throw new JsonException("a blank or separator beyond the " + labels.size() + " labels");
    }
    return new Alignment(
        graph(json),
        weights(json),
        count(json, "sampleRate"),
        json.flag("normalised"),
        count(json, "frameStepSamples"),
        count(json, "frameFieldSamples"),
        labels,
        blank,
        separator,
        textsIfPresent(json, "languages"));
  }

  private static VoiceActivity voiceActivity(Json.Obj json) {
    return new VoiceActivity(
        graph(json),
        count(json, "sampleRate"),
        count(json, "windowSamples"),
        count(json, "contextSamples"),
        count(json, "stateSize"));
  }

  private static boolean isClass(int number, List<String> labels) {
    return number >= 0 && number < labels.size();
  }

  private static Diarization diarization(Json.Obj json) {
    return new Diarization(
        json.text("segmentation"),
        json.text("embedding"),
        json.decimal("stepFraction"),
        json.flag("excludeOverlap"),
        clustering(json.object("clustering")),
        json.decimal("minDurationOffSeconds"));
  }

  private static Clustering clustering(Json.Obj json) {
    return switch (json.text("method")) {
      case "agglomerative" ->
          new Agglomerative(json.decimal("threshold"), count(json, "minClusterSize"));
      case "vbx" ->
          new Vbx(
              json.decimal("threshold"),
              json.decimal("fa"),
              json.decimal("fb"),
              plda(json.object("plda")));
      case String other -> throw new JsonException("unknown method of clustering: " + other);
    };
  }

  private static Plda plda(Json.Obj json) {
    return new Plda(
        json.text("file"),
        new Digest(json.text("digest")),
        count(json, "inputDimension"),
        count(json, "dimension"));
  }

  static List<Weights> weights(Json.Obj json) {
    return json.objects("weights").stream()
        .map(file -> new Weights(file.text("file"), new Digest(file.text("digest"))))
        .toList();
  }

  static Graph graph(Json.Obj json) {
    return new Graph(json.text("graph"), new Digest(json.text("digest")));
  }

  private static Provenance provenance(Json.Obj json) {
    @Nullable String revision = json.find("revision").isPresent() ? json.text("revision") : null;
    @Nullable Parity parity =
        json.find("parity").isPresent() ? parity(json.object("parity")) : null;
    return new Provenance(
        revision,
        new Digest(json.text("source")),
        json.text("converter"),
        json.text("licence"),
        precision(json),
        parity,
        textsIfPresent(json, "missing"));
  }

  private static List<String> textsIfPresent(Json.Obj json, String member) {
    return json.find(member).isPresent()
        ? json.array(member).stream().map(ModelDescriptorCodec::text).toList()
        : List.of();
  }

  private static @Nullable Precision precision(Json.Obj json) {
    if (json.find("precision").isEmpty()) {
      return null;
    }
    var word = json.text("precision");
    return Precision.of(word).orElseThrow(() -> new JsonException("unknown precision: " + word));
  }

  private static Parity parity(Json.Obj json) {
    return new Parity(
        json.text("output"),
        json.integer("samples"),
        json.decimal("maxDifference"),
        json.decimal("tolerance"));
  }

  static int count(Json.Obj json, String name) {
    return count(json.get(name));
  }

  static String text(Json json) {
    if (json instanceof Json.Str(var text)) {
      return text;
    }
    throw new JsonException("not a text");
  }

  static int count(Json json) {
    if (json instanceof Json.Num number) {
      return Math.toIntExact(number.asLong());
    }
    throw new JsonException("not a count");
  }
}
