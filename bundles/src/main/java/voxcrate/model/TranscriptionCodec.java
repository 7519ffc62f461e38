package voxcrate.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.model.ModelDescriptor.AlignmentHead;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Transcription;

/// The lines of `model.json` that describe a transcription model.
final class TranscriptionCodec {
  private TranscriptionCodec() {}

  static Json write(Transcription model) {
    return Json.object()
        .put("encoder", ModelDescriptorCodec.graph(model.encoder()).build())
        .put("decoder", ModelDescriptorCodec.graph(model.decoder()).build())
        .put("weights", ModelDescriptorCodec.weights(model.weights()))
        .put("mel", mel(model.mel()))
        .put("sizes", sizes(model.sizes()))
        .put("tokens", tokens(model.tokens()))
        .put("suppressed", list(model.suppressed(), Json::of))
        .put("suppressedFirst", list(model.suppressedFirst(), Json::of))
        .put("alignmentHeads", list(model.alignmentHeads(), TranscriptionCodec::head))
        .putIfPresent("alignmentHeadsSource", model.alignmentHeadsSource().map(Json::of))
        .put("tokenizer", Json.strings(model.tokenizer()))
        .build();
  }

  static Transcription read(Json.Obj json) {
    return new Transcription(
        graph(json, "encoder"),
        graph(json, "decoder"),
        ModelDescriptorCodec.weights(json),
        mel(json.object("mel")),
        sizes(json.object("sizes")),
        tokens(json.object("tokens")),
        counts(json, "suppressed"),
        counts(json, "suppressedFirst"),
        json.array("alignmentHeads").stream().map(TranscriptionCodec::head).toList(),
        json.find("alignmentHeadsSource").map(ModelDescriptorCodec::text),
        json.array("tokenizer").stream().map(ModelDescriptorCodec::text).toList());
  }

  private static Json mel(MelSpectrogram mel) {
    return Json.object()
        .put("sampleRate", mel.sampleRate())
        .put("bins", mel.bins())
        .put("fftSamples", mel.fftSamples())
        .put("hopSamples", mel.hopSamples())
        .put("windowSamples", mel.windowSamples())
        .build();
  }

  private static MelSpectrogram mel(Json.Obj json) {
    return new MelSpectrogram(
        count(json, "sampleRate"),
        count(json, "bins"),
        count(json, "fftSamples"),
        count(json, "hopSamples"),
        count(json, "windowSamples"));
  }

  private static Json sizes(DecoderSizes sizes) {
    return Json.object()
        .put("layers", sizes.layers())
        .put("heads", sizes.heads())
        .put("headSize", sizes.headSize())
        .put("audioPositions", sizes.audioPositions())
        .put("textPositions", sizes.textPositions())
        .put("vocabulary", sizes.vocabulary())
        .build();
  }

  private static DecoderSizes sizes(Json.Obj json) {
    return new DecoderSizes(
        count(json, "layers"),
        count(json, "heads"),
        count(json, "headSize"),
        count(json, "audioPositions"),
        count(json, "textPositions"),
        count(json, "vocabulary"));
  }

  private static Json tokens(SpecialTokens tokens) {
    var languages = Json.object();
    tokens.languages().forEach(languages::put);
    return Json.object()
        .put("multilingual", tokens.multilingual())
        .put("end", tokens.end())
        .put("start", tokens.start())
        .put("languages", languages.build())
        .put("translate", tokens.translate())
        .put("transcribe", tokens.transcribe())
        .put("startOfLm", tokens.startOfLm())
        .put("previous", tokens.previous())
        .put("noSpeech", tokens.noSpeech())
        .put("noTimestamps", tokens.noTimestamps())
        .put("firstTimestamp", tokens.firstTimestamp())
        .build();
  }

  private static SpecialTokens tokens(Json.Obj json) {
    var languages = new LinkedHashMap<String, Integer>();
    json.object("languages")
        .members()
        .forEach((code, token) -> languages.put(code, ModelDescriptorCodec.count(token)));
    return new SpecialTokens(
        json.flag("multilingual"),
        count(json, "end"),
        count(json, "start"),
        languages,
        count(json, "translate"),
        count(json, "transcribe"),
        count(json, "startOfLm"),
        count(json, "previous"),
        count(json, "noSpeech"),
        count(json, "noTimestamps"),
        count(json, "firstTimestamp"));
  }

  private static Json head(AlignmentHead head) {
    return Json.of(List.of(Json.of(head.layer()), Json.of(head.head())));
  }

  private static AlignmentHead head(Json json) {
    if (json instanceof Json.Arr(var pair) && pair.size() == 2) {
      return new AlignmentHead(
          ModelDescriptorCodec.count(pair.getFirst()), ModelDescriptorCodec.count(pair.getLast()));
    }
    throw new JsonException("an alignment head that is no pair of layer and head");
  }

  private static Graph graph(Json.Obj json, String member) {
    return ModelDescriptorCodec.graph(json.object(member));
  }

  private static List<Integer> counts(Json.Obj json, String member) {
    return json.array(member).stream().map(ModelDescriptorCodec::count).toList();
  }

  private static int count(Json.Obj json, String member) {
    return ModelDescriptorCodec.count(json, member);
  }

  private static <T> Json list(List<T> items, Function<T, Json> each) {
    return items.stream().map(each).collect(Json.toArray());
  }
}
