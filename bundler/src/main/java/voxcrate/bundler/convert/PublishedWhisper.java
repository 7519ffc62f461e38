package voxcrate.bundler.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.Digest;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.model.ModelDescriptor.AlignmentHead;

/// What OpenAI's program knows of the checkpoints that OpenAI published, and they do not say
/// themselves. A checkpoint is known by its digest: a fine-tuned one of the same sizes is another.
final class PublishedWhisper {
  private static final String RESOURCE = "published-whisper.json";

  private PublishedWhisper() {}

  /// @param checkpoint digest of the whole file
  static AlignmentHeads alignmentHeads(Digest checkpoint) {
    return models().stream()
        .filter(model -> model.text("sha256").equals(checkpoint.hex()))
        .findFirst()
        .map(PublishedWhisper::heads)
        .orElse(AlignmentHeads.UNKNOWN);
  }

  private static AlignmentHeads heads(Json.Obj model) {
    var heads = model.array("heads").stream().map(PublishedWhisper::head).toList();
    return new AlignmentHeads(heads, Optional.of("OpenAI, of " + model.text("name")));
  }

  private static AlignmentHead head(Json json) {
    if (json instanceof Json.Arr(var pair)
        && pair.size() == 2
        && pair.getFirst() instanceof Json.Num layer
        && pair.getLast() instanceof Json.Num head) {
      return new AlignmentHead((int) layer.asLong(), (int) head.asLong());
    }
    throw new JsonException("an alignment head that is no pair of layer and head");
  }

  static List<Json.Obj> models() {
    try (var in = PublishedWhisper.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its " + RESOURCE);
      }
      return JsonReader.readObject(in.readAllBytes()).objects("models");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
