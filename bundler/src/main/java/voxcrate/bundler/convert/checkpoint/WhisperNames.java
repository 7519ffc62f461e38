package voxcrate.bundler.convert.checkpoint;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What OpenAI calls the tensors of Whisper, and what Transformers calls them.
final class WhisperNames {
  /// `encoder.blocks.3.attn.query.weight`: side, number of the block, part, kind.
  private static final Pattern NAME =
      Pattern.compile("(encoder|decoder)(\\.blocks\\.\\d{1,4})?\\.(.+?)(\\.weight|\\.bias)?");

  private static final Map<String, String> OF_BLOCK =
      Map.ofEntries(
          entry("attn.query", "self_attn.q_proj"),
          entry("attn.key", "self_attn.k_proj"),
          entry("attn.value", "self_attn.v_proj"),
          entry("attn.out", "self_attn.out_proj"),
          entry("attn_ln", "self_attn_layer_norm"),
          entry("cross_attn.query", "encoder_attn.q_proj"),
          entry("cross_attn.key", "encoder_attn.k_proj"),
          entry("cross_attn.value", "encoder_attn.v_proj"),
          entry("cross_attn.out", "encoder_attn.out_proj"),
          entry("cross_attn_ln", "encoder_attn_layer_norm"),
          entry("mlp.0", "fc1"),
          entry("mlp.2", "fc2"),
          entry("mlp_ln", "final_layer_norm"));

  private static final Map<String, String> OF_SIDE =
      Map.of(
          "conv1", "conv1",
          "conv2", "conv2",
          "positional_embedding", "embed_positions.weight",
          "token_embedding", "embed_tokens",
          "ln_post", "layer_norm",
          "ln", "layer_norm");

  private WhisperNames() {}

  /// @param name as OpenAI has it
  /// @return as Transformers has it; empty where Whisper has no such tensor
  static Optional<String> inTransformers(String name) {
    var match = NAME.matcher(name);
    if (!match.matches()) {
      return Optional.empty();
    }
    var block = Optional.ofNullable(match.group(2));
    var parts = block.isPresent() ? OF_BLOCK : OF_SIDE;
    var kind = Optional.ofNullable(match.group(4)).orElse("");
    return Optional.ofNullable(parts.get(match.group(3)))
        .map(
            part ->
                "model."
                    + match.group(1)
                    + block.map(number -> number.replace("blocks", "layers")).orElse("")
                    + "."
                    + part
                    + kind);
  }
}
