package voxcrate.bundler.convert;

import java.util.List;
import java.util.Optional;
import voxcrate.bundler.convert.arch.Wav2Vec2Shape;
import voxcrate.bundler.convert.settings.Wav2Vec2Settings;
import voxcrate.bundler.convert.settings.Wav2Vec2Settings.ExtractorNorm;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.json.Json;

/// `config.json` of a model for Transformers: which architecture, and what its tensors do not say.
/// A member that is absent has the value that Transformers gives it.
final class TransformersConfiguration {
  static final String FILE_NAME = "config.json";
  private static final int USUAL_BLOCKS = 12;
  private static final int USUAL_HEADS = 12;
  private static final int USUAL_GROUPS = 16;

  /// More than any plausible frame.
  private static final long MAX_STEP_SAMPLES = 1 << 20;

  private static final int MAX_COUNT = 1 << 20;

  private final SourceFolder folder;
  private final ModelDocument document;

  private TransformersConfiguration(SourceFolder folder, ModelDocument document) {
    this.folder = folder;
    this.document = document;
  }

  /// The configuration, where the folder has one.
  static Optional<TransformersConfiguration> find(SourceFolder folder) {
    return ModelDocument.find(folder, FILE_NAME)
        .map(document -> new TransformersConfiguration(folder, document));
  }

  SourceFolder folder() {
    return folder;
  }

  String file() {
    return document.file();
  }

  /// The class that Transformers would have loaded, such as `Wav2Vec2ForCTC`.
  ///
  /// @throws voxcrate.problem.ToolException when it names none, and no kind of model that has one
  String architecture() {
    if (document.root().find("architectures").isEmpty()) {
      return ofType(document.text("model_type", ""));
    }
    var names = document.ask(json -> json.array("architectures"));
    if (names.size() == 1 && names.getFirst() instanceof Json.Str(var name)) {
      return name;
    }
    throw document.refuse(names.size() + " architectures");
  }

  private String ofType(String type) {
    return switch (type) {
      case "wav2vec2" -> "Wav2Vec2ForCTC";
      case "whisper" -> "WhisperForConditionalGeneration";
      case String other ->
          throw document.refuse("no architectures, and the model_type '" + other + "'");
    };
  }

  /// Number of transformer blocks.
  int blocks() {
    return document.count("num_hidden_layers", USUAL_BLOCKS, 1, MAX_COUNT);
  }

  /// Class of the blank label.
  int blank() {
    return document.count("pad_token_id", 0, 0, MAX_COUNT);
  }

  /// @throws voxcrate.problem.ToolException when the network is one of Whisper's relatives
  WhisperSettings whisper() {
    return new WhisperConfiguration(document).settings();
  }

  /// @throws voxcrate.problem.ToolException when the network is one of wav2vec 2.0's relatives
  Wav2Vec2Settings wav2vec2() {
    requireGelu("hidden_act");
    requireGelu("feat_extract_activation");
    if (document.flag("add_adapter", false)
        || document.root().find("adapter_attn_dim").isPresent()) {
      throw document.refuse("a network with adapters");
    }
    return new Wav2Vec2Settings(
        strides(),
        extractorNorm(),
        document.count("num_attention_heads", USUAL_HEADS, 1, MAX_COUNT),
        document.count("num_conv_pos_embedding_groups", USUAL_GROUPS, 1, MAX_COUNT),
        document.flag("do_stable_layer_norm", false),
        epsilon());
  }

  private void requireGelu(String member) {
    var activation = document.text(member, "gelu");
    if (!activation.equals("gelu")) {
      throw document.refuse("the activation '" + activation + "'");
    }
  }

  private ExtractorNorm extractorNorm() {
    return switch (document.text("feat_extract_norm", "group")) {
      case "group" -> ExtractorNorm.FIRST_OVER_TIME;
      case "layer" -> ExtractorNorm.ALL_OVER_CHANNELS;
      case String other -> throw document.refuse("feat_extract_norm is '" + other + "'");
    };
  }

  private double epsilon() {
    double epsilon = document.decimal("layer_norm_eps", Wav2Vec2Shape.NORM_EPSILON);
    if (!(epsilon > 0 && epsilon < 1)) {
      throw document.refuse("layer_norm_eps is " + epsilon);
    }
    return epsilon;
  }

  private List<Integer> strides() {
    if (document.root().find("conv_stride").isEmpty()) {
      return Wav2Vec2Shape.PUBLISHED_STRIDES;
    }
    var strides =
        document.ask(json -> json.array("conv_stride").stream().map(this::stride).toList());
    long step = 1;
    for (int stride : strides) {
      step *= stride;
      if (step > MAX_STEP_SAMPLES) {
        throw document.refuse(
            "strides that make frames of more than " + MAX_STEP_SAMPLES + " samples");
      }
    }
    return strides;
  }

  private int stride(Json item) {
    if (item instanceof Json.Num number
        && number.asLong() >= 1
        && number.asLong() <= MAX_STEP_SAMPLES) {
      return (int) number.asLong();
    }
    throw document.refuse("conv_stride holds something else than strides");
  }
}
