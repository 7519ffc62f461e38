package voxcrate.bundler.convert.parity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.model.ModelDescriptor.AlignmentHead;

/// Whisper (Radford et al. 2022) computed a second time, slowly and in double precision, from the
/// equations of the transformer (Vaswani et al. 2017) and the tensors as the checkpoint has them.
/// Every token looks anew at all before it: there is no cache.
///
/// It shares nothing with the exporter but the settings: its own layers, its own attention, its own
/// error function. Weights are read when a layer is computed, and forgotten after it.
final class ReferenceWhisper {
  private static final double TORCH_EPSILON = 1e-5;
  private static final String ENCODER = "model.encoder";
  private static final String DECODER = "model.decoder";
  private static final String EMBEDDING = DECODER + ".embed_tokens.weight";
  private static final String HEAD = "proj_out.weight";

  private final TensorStore weights;
  private final WhisperSettings settings;
  private final ReferenceLayers layers;

  ReferenceWhisper(TensorStore weights, WhisperSettings settings) {
    this.weights = weights;
    this.settings = settings;
    this.layers = new ReferenceLayers(weights);
  }

  /// @param mel bands × columns
  /// @return width × positions, half as many as columns
  Matrix encode(Matrix mel) {
    var x = ReferenceLayers.gelu(convolution(mel, ".conv1", 1));
    x = ReferenceLayers.gelu(convolution(x, ".conv2", 2));
    x = ReferenceLayers.sum(x, positions(ENCODER, x.columns));
    for (int layer = 0; layer < settings.encoder().layers(); layer++) {
      var name = ENCODER + ".layers." + layer;
      x = ReferenceLayers.sum(x, selfAttention(x, name, settings.encoder().heads()).ofAll());
      x = ReferenceLayers.sum(x, fed(x, name));
    }
    return norm(x, ENCODER + ".layer_norm");
  }

  /// What the decoder says after each token.
  ///
  /// @param logits tokens × vocabulary
  /// @param scores by head, how well each token and each position of the audio fit: tokens ×
  ///     positions
  record Decoded(Matrix logits, Map<AlignmentHead, Matrix> scores) {
    Matrix scores(AlignmentHead head) {
      return Objects.requireNonNull(scores.get(head));
    }
  }

  /// @param encoded width × positions
  /// @param heads whose scores are wanted
  Decoded decode(Matrix encoded, List<Integer> tokens, List<AlignmentHead> heads) {
    var scores = new HashMap<AlignmentHead, Matrix>();
    var x = ReferenceLayers.sum(embedded(tokens), positions(DECODER, tokens.size()));
    for (int layer = 0; layer < settings.decoder().layers(); layer++) {
      var name = DECODER + ".layers." + layer;
      x = ReferenceLayers.sum(x, selfAttention(x, name, settings.decoder().heads()).ofEarlier());
      var audio = crossAttention(x, encoded, name);
      for (var head : heads) {
        if (head.layer() == layer) {
          scores.put(head, audio.scores(head.head()));
        }
      }
      x = ReferenceLayers.sum(x, audio.ofAll());
      x = ReferenceLayers.sum(x, fed(x, name));
    }
    return new Decoded(logits(norm(x, DECODER + ".layer_norm")), scores);
  }

  private Matrix convolution(Matrix x, String name, int stride) {
    return layers.convolution(ReferenceLayers.padded(x, 1), ENCODER + name, stride);
  }

  /// The first of the stored positions, width × positions.
  private Matrix positions(String side, int count) {
    var stored = weights.get(side + ".embed_positions.weight").rows(0, count);
    return new Matrix(count, settings.width(), stored.doubles()).transposed();
  }

  private Matrix embedded(List<Integer> tokens) {
    var x = new Matrix(settings.width(), tokens.size());
    for (int t = 0; t < tokens.size(); t++) {
      int token = tokens.get(t);
      var row = weights.get(EMBEDDING).rows(token, token + 1).doubles();
      for (int i = 0; i < row.length; i++) {
        x.set(i, t, row[i]);
      }
    }
    return x;
  }

  private ReferenceAttention selfAttention(Matrix x, String name, int heads) {
    var asking = norm(x, name + ".self_attn_layer_norm");
    return new ReferenceAttention(layers, name + ".self_attn", heads, asking, asking);
  }

  private ReferenceAttention crossAttention(Matrix x, Matrix encoded, String name) {
    var asking = norm(x, name + ".encoder_attn_layer_norm");
    int heads = settings.decoder().heads();
    return new ReferenceAttention(layers, name + ".encoder_attn", heads, asking, encoded);
  }

  private Matrix fed(Matrix x, String name) {
    var wide = layers.affine(norm(x, name + ".final_layer_norm"), name + ".fc1");
    return layers.affine(ReferenceLayers.gelu(wide), name + ".fc2");
  }

  private Matrix norm(Matrix x, String name) {
    return layers.layerNorm(x, name, TORCH_EPSILON);
  }

  /// The product with the vector of every token; the vectors are those of the embedding unless
  /// there are others.
  private Matrix logits(Matrix x) {
    var vectors = weights.find(HEAD).orElseGet(() -> weights.get(EMBEDDING));
    var logits = new Matrix(vectors.axis(0), x.columns);
    ReferenceLayers.addProduct(vectors, x, logits);
    return logits.transposed();
  }
}
