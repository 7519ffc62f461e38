package voxcrate.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;

/// `model.json`, which lies beside every model the engine can run: what it is, where it came from,
/// and everything needed to run it. The engine hard-codes none of it.
///
/// @param name the hub's name of the repository, such as `pyannote/segmentation-3.0`, and with one
///     part more, `ORG/NAME/PART`, that of a model which a pipeline's repository holds; it is also
///     the model's folder below `models/torch`
/// @param speech what kind of model this is, with its parameters
public record ModelDescriptor(String name, Provenance provenance, SpeechModel speech) {
  /// The file's name in the model's folder.
  public static final String FILE_NAME = "model.json";

  private static final Pattern NAME = Pattern.compile("[^/\\s]+(/[^/\\s]+){1,2}");

  public ModelDescriptor {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a model is named ORG/NAME or ORG/NAME/PART, not " + name);
    }
    Objects.requireNonNull(provenance);
    Objects.requireNonNull(speech);
  }

  /// Folders below the model's own that hold models of the same repository; only pipelines have
  /// them.
  public List<String> parts() {
    return speech instanceof Diarization pipeline
        ? Stream.of(pipeline.segmentation(), pipeline.embedding())
            .distinct()
            .filter(part -> part.startsWith(name + "/"))
            .map(part -> part.substring(name.length() + 1))
            .filter(part -> RelativePath.defect(part).isEmpty())
            .toList()
        : List.of();
  }

  /// Where a model came from and what was done to it.
  ///
  /// @param revision the hub's commit, 40 hexadecimal digits; null for a local folder
  /// @param source digest of the original file: the checkpoint, or a pipeline's `config.yaml`; of
  ///     several files (weights in parts, a pipeline with a PLDA) the digest of what `sha256sum`
  ///     prints for them, by name
  /// @param converter version of the converter, such as `voxcrate 0.1.0`
  /// @param licence SPDX identifier
  /// @param precision what the graphs compute in; null for a pipeline, which has none of its own
  /// @param parity how the converted model compared with the independent reference; null for a
  ///     pipeline without a PLDA, which has no numbers of its own
  /// @param missing files that would have said more of the model, and that were not there, or what
  ///     should stand in one: what they say of published models is assumed where that is known, and
  ///     left out where it is not
  public record Provenance(
      @Nullable String revision,
      Digest source,
      String converter,
      String licence,
      @Nullable Precision precision,
      @Nullable Parity parity,
      List<String> missing) {
    public Provenance {
      missing = List.copyOf(missing);
    }

    /// Of a source that lacked nothing.
    public Provenance(
        @Nullable String revision,
        Digest source,
        String converter,
        String licence,
        @Nullable Precision precision,
        @Nullable Parity parity) {
      this(revision, source, converter, licence, precision, parity, List.of());
    }
  }

  /// The proof that a converted model computes what the original does.
  ///
  /// @param output what was compared, such as `log-probabilities`
  /// @param samples length of the audio it was compared on; 0 for what hears none
  public record Parity(String output, long samples, double maxDifference, double tolerance) {}

  /// What a model does.
  public sealed interface SpeechModel {}

  /// The files beside `model.json` that the model is computed from.
  public List<ModelFile> files() {
    return switch (speech) {
      case Segmentation model -> List.of(model.graph());
      case Embedding model -> List.of(model.graph());
      case Alignment model -> model.files();
      case Transcription model -> model.files();
      case VoiceActivity model -> List.of(model.graph());
      case Diarization model ->
          switch (model.clustering()) {
            case Agglomerative _ -> List.of();
            case Vbx vbx -> List.of(vbx.plda());
          };
    };
  }

  private static List<ModelFile> together(List<Graph> graphs, List<Weights> weights) {
    return Stream.<ModelFile>concat(graphs.stream(), weights.stream()).toList();
  }

  /// Which local speakers are active, frame by frame.
  ///
  /// The graph takes `waveform` (float, batch × 1 × samples) and gives `log_probabilities` (float,
  /// batch × frames × classes).
  ///
  /// @param graph the ONNX file in the model's folder, and its digest
  /// @param windowSamples length of the window it was trained on
  /// @param frameStepSamples from one frame to the next
  /// @param frameFieldSamples receptive field of one frame; frame 0 begins at sample 0
  /// @param classes for each class the local speakers active together, by ascending number
  public record Segmentation(
      Graph graph,
      int sampleRate,
      int windowSamples,
      int frameStepSamples,
      int frameFieldSamples,
      int localSpeakers,
      List<List<Integer>> classes)
      implements SpeechModel {
    public Segmentation {
      classes = classes.stream().map(List::copyOf).toList();
    }
  }

  /// Who a local speaker sounds like.
  ///
  /// The graph takes `features` (float, batch × filter-bank frames × bins) and `weights` (float,
  /// batch × speakers × trunk frames) and gives `embeddings` (float, batch × speakers × dimension).
  ///
  /// @param trunkStride filter-bank frames to one trunk frame, the product of the trunk's strides;
  ///     each stride halves, rounding up
  /// @param minSamples the shortest input the network accepts
  public record Embedding(
      Graph graph,
      int sampleRate,
      int dimension,
      int trunkStride,
      int minSamples,
      FilterBank filterBank)
      implements SpeechModel {}

  /// Kaldi filter-bank features: Hamming window, pre-emphasis, mean over the whole input removed.
  public record FilterBank(
      int bins,
      int frameSamples,
      int shiftSamples,
      double lowHertz,
      double highHertz,
      double preEmphasis,
      double scale) {}

  /// Which label is spoken, frame by frame, for finding the times of words (connectionist temporal
  /// classification).
  ///
  /// The graph takes `waveform` (float, batch × 1 × samples) and gives `log_probabilities` (float,
  /// batch × frames × labels), natural logarithms, each frame's labels summing up to 1. From n
  /// samples come `(n - frameFieldSamples) / frameStepSamples + 1` frames, rounded down; n is at
  /// least `frameFieldSamples`.
  ///
  /// @param weights that the graph points into; empty where it holds its weights itself
  /// @param normalised whether the waveform is to be brought to mean 0 and variance 1 first (the
  ///     square root of the variance plus 1e-7 divides)
  /// @param frameStepSamples from one frame to the next
  /// @param frameFieldSamples of the waveform, which one frame is made from before all of them look
  ///     at each other; frame 0 begins at sample 0
  /// @param labels by class, as the model's vocabulary spells them; empty where it names none
  /// @param blank class that stands for no label
  /// @param wordSeparator class of the label between words; empty for a vocabulary without
  /// @param languages that it was trained on, as [Languages] writes them; empty where nobody says
  public record Alignment(
      Graph graph,
      List<Weights> weights,
      int sampleRate,
      boolean normalised,
      int frameStepSamples,
      int frameFieldSamples,
      List<String> labels,
      int blank,
      OptionalInt wordSeparator,
      List<String> languages)
      implements SpeechModel {
    public Alignment {
      weights = List.copyOf(weights);
      labels = List.copyOf(labels);
      languages = List.copyOf(languages);
      languages.forEach(Languages::requireCode);
      Objects.checkIndex(blank, labels.size());
      Objects.checkIndex(wordSeparator.orElse(blank), labels.size());
    }

    /// Whether any class has a name: else no text can be spelled with them, and none be aligned.
    public boolean namesLabels() {
      return !labels.stream().allMatch(String::isEmpty);
    }

    private List<ModelFile> files() {
      return together(List.of(graph), weights);
    }
  }

  /// How likely somebody speaks, window by window.
  ///
  /// The graph takes `waveform` (float, windows × samples), windows that follow one another without
  /// gap, each with the end of the one before it at its front: `contextSamples`, then
  /// `windowSamples`. Before a recording there is silence. It takes what it remembers, `hidden` and
  /// `cell` (float, 1 × 1 × `stateSize`), zeros at first, and gives `probabilities` (float, windows
  /// × 1), `hidden_after` and `cell_after`, with which it goes on.
  public record VoiceActivity(
      Graph graph, int sampleRate, int windowSamples, int contextSamples, int stateSize)
      implements SpeechModel {
    public VoiceActivity {
      if (sampleRate < 1 || windowSamples < 1 || stateSize < 1) {
        throw new IllegalArgumentException(
            "windows of %d samples at %d Hz, %d numbers remembered"
                .formatted(windowSamples, sampleRate, stateSize));
      }
      Objects.checkIndex(contextSamples, windowSamples + 1);
    }
  }

  /// What is said, window by window, in tokens that follow one another; the form of Whisper.
  ///
  /// The encoder takes `mel` (float, batch × bins × columns; columns are twice the positions, at
  /// most twice `audioPositions`) and gives, for each layer N of the decoder, `cross_key.N` and
  /// `cross_value.N` (float, batch × heads × positions × head size): what the decoder looks at,
  /// made once for a window.
  ///
  /// The decoder takes these, and
  ///
  /// - `tokens` (int64, batch × new), and `places` (the same), where in its text each stands,
  ///   below `textPositions`;
  /// - `past_key.N`, `past_value.N` (float, batch × heads × room × head size): what is
  ///   remembered of each token, with room for the new ones. The rest of the room may hold any
  ///   finite numbers;
  /// - `from` (int64, batch): where in the room the first new token comes; the others follow it;
  /// - `mask` (float, batch × 1 × new × room): 0 where a new token looks at a remembered one,
  ///   and at itself, -∞ elsewhere;
  /// - `scored` (int64): numbers of the new tokens whose followers are wanted.
  ///
  /// It gives `logits` (float, batch × scored × vocabulary), the score of each token to be next,
  /// before any soft-max; `present_key.N` and `present_value.N`, the past with the new tokens in
  /// it; and `alignment` (float, batch × alignment heads × new × positions), how well each new
  /// token fits each position of the audio, before the soft-max over them.
  ///
  /// Past and present may be bound to the same memory, and nothing is copied then. The batch is
  /// that of the windows. Several texts of one window (beams) are new tokens beside each other:
  /// they share what was made of the audio and what they have in common, the mask tells them
  /// apart, and a beam that branches off moves nothing.
  ///
  /// @param weights that both graphs point into; empty where they hold their weights themselves
  /// @param suppressed tokens that are never said; empty where the source names none, and the
  ///     tokenizer's symbols tell them
  /// @param suppressedFirst tokens that nothing begins with; likewise
  /// @param alignmentHeads the heads that `alignment` holds, in its order, where it is known which
  ///     follow the words. Empty where it is not: `alignment` then holds all heads of the upper
  ///     half of the layers, by layer (of 5 layers the upper 3)
  /// @param alignmentHeadsSource who names them: a file of the source, or OpenAI, which names those
  ///     of the checkpoints that it published; empty where nobody does
  /// @param tokenizer files in the model's folder that tell the tokens' text; empty where the
  ///     source had none
  public record Transcription(
      Graph encoder,
      Graph decoder,
      List<Weights> weights,
      MelSpectrogram mel,
      DecoderSizes sizes,
      SpecialTokens tokens,
      List<Integer> suppressed,
      List<Integer> suppressedFirst,
      List<AlignmentHead> alignmentHeads,
      Optional<String> alignmentHeadsSource,
      List<String> tokenizer)
      implements SpeechModel {
    /// With heads that nobody in particular names.
    public Transcription(
        Graph encoder,
        Graph decoder,
        List<Weights> weights,
        MelSpectrogram mel,
        DecoderSizes sizes,
        SpecialTokens tokens,
        List<Integer> suppressed,
        List<Integer> suppressedFirst,
        List<AlignmentHead> alignmentHeads,
        List<String> tokenizer) {
      this(
          encoder,
          decoder,
          weights,
          mel,
          sizes,
          tokens,
          suppressed,
          suppressedFirst,
          alignmentHeads,
          Optional.empty(),
          tokenizer);
    }

    public Transcription {
      weights = List.copyOf(weights);
      suppressed = List.copyOf(suppressed);
      suppressedFirst = List.copyOf(suppressedFirst);
      alignmentHeads = List.copyOf(alignmentHeads);
      tokenizer = List.copyOf(tokenizer);
      sizes.requireTokens(tokens.all());
      sizes.requireTokens(Stream.of(suppressed, suppressedFirst).flatMap(List::stream));
      alignmentHeads.forEach(sizes::requireHead);
    }

    private List<ModelFile> files() {
      return together(List.of(encoder, decoder), weights);
    }
  }

  /// One head of the decoder's attention to the audio.
  public record AlignmentHead(int layer, int head) {}

  /// A pipeline of two models and a clustering that tells whose the local speakers are.
  ///
  /// @param segmentation name of the segmentation model
  /// @param embedding name of the embedding model
  /// @param stepFraction hop of the sliding window, as a fraction of the window
  /// @param excludeOverlap whether a voice is taken where nobody else speaks, if there is enough
  /// @param minDurationOffSeconds gaps of one speaker up to this length are filled
  public record Diarization(
      String segmentation,
      String embedding,
      double stepFraction,
      boolean excludeOverlap,
      Clustering clustering,
      double minDurationOffSeconds)
      implements SpeechModel {}

  /// How embeddings become speakers.
  public sealed interface Clustering permits Agglomerative, Vbx {}

  /// Centroid linkage, the form of `pyannote/speaker-diarization-3.1`.
  ///
  /// @param threshold Euclidean distance of unit vectors from which on clusters stay apart
  /// @param minClusterSize smaller clusters are joined to the nearest larger one
  public record Agglomerative(double threshold, int minClusterSize) implements Clustering {}

  /// Variational Bayes over the speakers of a first centroid linkage, in the space of a PLDA; the
  /// form of `pyannote/speaker-diarization-community-1`.
  ///
  /// @param threshold of the first linkage
  /// @param fa weight of what the embeddings say
  /// @param fb weight of keeping the speakers' models near the PLDA's prior; more means fewer
  ///     speakers
  public record Vbx(double threshold, double fa, double fb, Plda plda) implements Clustering {}

  /// Probabilistic linear discriminant analysis: the space in which voices of one speaker lie
  /// around a point, as a file in the pipeline's folder.
  ///
  /// The file holds IEEE doubles, little-endian, one after another: `mean1` (input), `lda` (input ×
  /// dimension, row by row), `mean2` (dimension), `mu` (dimension), the transform T (dimension ×
  /// dimension, row by row) and Φ (dimension, descending). With unit(v) a vector brought to length
  /// 1, an embedding x becomes
  ///
  /// ```
  /// y = √dimension · unit(ldaᵀ · (√input · unit(x − mean1)) − mean2)
  /// f = T · (y − mu)
  /// ```
  ///
  /// In f the voices of one speaker have unit covariance, and speakers the covariance Φ.
  ///
  /// @param inputDimension of the embedding model
  public record Plda(String file, Digest digest, int inputDimension, int dimension)
      implements ModelFile {
    public Plda {
      if (inputDimension < 1 || dimension < 1) {
        throw new IllegalArgumentException("a PLDA from " + inputDimension + " to " + dimension);
      }
    }
  }

  /// A file in the model's folder.
  public sealed interface ModelFile {
    String file();

    Digest digest();
  }

  /// An ONNX file.
  public record Graph(String file, Digest digest) implements ModelFile {}

  /// Numbers that a graph points into, by file, offset and length (ONNX's external data).
  public record Weights(String file, Digest digest) implements ModelFile {}
}
