package voxcrate.bundler.convert;

import java.util.List;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.bundler.convert.settings.WhisperSettings.Stack;

/// What `config.json` says of a Whisper network. A member that is absent has the value that
/// Transformers gives it, which is that of the smallest model.
record WhisperConfiguration(ModelDocument document) {
  private static final int MAX_COUNT = 1 << 20;

  /// Beyond any plausible network, and little enough for its graph to be laid out.
  private static final int MAX_LAYERS = 512;

  /// Switches that would make another network of it.
  private static final List<String> VARIANTS = List.of("scale_embedding");

  /// @throws voxcrate.problem.ToolException when the network is one of Whisper's relatives
  WhisperSettings settings() {
    requirePlain();
    return new WhisperSettings(
        count("num_mel_bins", 80),
        count("d_model", 384),
        count("max_source_positions", 1500),
        count("max_target_positions", 448),
        count("vocab_size", 51865),
        stack("encoder"),
        stack("decoder"));
  }

  private void requirePlain() {
    var activation = document.text("activation_function", "gelu");
    if (!activation.equals("gelu")) {
      throw document.refuse("the activation '" + activation + "'");
    }
    for (var variant : VARIANTS) {
      if (document.flag(variant, false)) {
        throw document.refuse(variant + " is true");
      }
    }
  }

  private Stack stack(String name) {
    return new Stack(
        document.count(name + "_layers", 4, 1, MAX_LAYERS),
        count(name + "_attention_heads", 6),
        count(name + "_ffn_dim", 1536));
  }

  private int count(String member, int otherwise) {
    return document.count(member, otherwise, 1, MAX_COUNT);
  }
}
