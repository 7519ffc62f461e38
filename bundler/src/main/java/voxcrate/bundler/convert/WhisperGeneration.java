package voxcrate.bundler.convert;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.model.ModelDescriptor.AlignmentHead;

/// How a Whisper model wants to be decoded: `generation_config.json`, and for what it lacks
/// `config.json`, where older models have it.
///
/// @param files in the order in which they count
record WhisperGeneration(List<ModelDocument> files, WhisperSettings settings) {
  static final String FILE_NAME = "generation_config.json";
  private static final List<String> NAMES = List.of(FILE_NAME, "config.json");
  private static final String HEADS = "alignment_heads";

  WhisperGeneration {
    files = List.copyOf(files);
  }

  static WhisperGeneration read(SourceFolder folder, WhisperSettings settings) {
    var files = NAMES.stream().flatMap(name -> ModelDocument.find(folder, name).stream()).toList();
    return new WhisperGeneration(files, settings);
  }

  Optional<Boolean> multilingual() {
    return with("is_multilingual").map(file -> file.flag("is_multilingual", true));
  }

  /// Tokens that are never said.
  List<Integer> suppressed() {
    return tokens("suppress_tokens");
  }

  /// Tokens that no text begins with.
  List<Integer> suppressedFirst() {
    return tokens("begin_suppress_tokens");
  }

  private List<Integer> tokens(String member) {
    return with(member)
        .map(
            file ->
                file.ask(
                    json ->
                        json.array(member).stream()
                            .map(token -> below(settings.vocabulary(), token, member))
                            .sorted()
                            .distinct()
                            .toList()))
        .orElse(List.of());
  }

  /// Where a file names them.
  Optional<AlignmentHeads> alignmentHeads() {
    return with(HEADS)
        .map(file -> new AlignmentHeads(heads(file), Optional.of(file.name())))
        .filter(named -> !named.heads().isEmpty());
  }

  /// By layer and head.
  private List<AlignmentHead> heads(ModelDocument file) {
    return file.ask(
        json ->
            json.array(HEADS).stream()
                .map(this::head)
                .distinct()
                .sorted(
                    Comparator.comparingInt(AlignmentHead::layer)
                        .thenComparingInt(AlignmentHead::head))
                .toList());
  }

  private AlignmentHead head(Json json) {
    if (json instanceof Json.Arr(var pair) && pair.size() == 2) {
      return new AlignmentHead(
          below(settings.decoder().layers(), pair.getFirst(), HEADS),
          below(settings.decoder().heads(), pair.getLast(), HEADS));
    }
    throw new JsonException("an alignment head that is no pair of layer and head");
  }

  private static int below(int bound, Json json, String member) {
    if (json instanceof Json.Num number && number.asLong() >= 0 && number.asLong() < bound) {
      return (int) number.asLong();
    }
    throw new JsonException(member + " holds something else than numbers below " + bound);
  }

  /// The first file that has `member`.
  private Optional<ModelDocument> with(String member) {
    return files.stream().filter(file -> file.root().find(member).isPresent()).findFirst();
  }
}
