package voxcrate.bundler.convert.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// `model.safetensors.index.json`: which tensor lies in which of several files of the same folder.
final class ShardIndex {
  static final String FILE_NAME = "model.safetensors.index.json";

  private static final long MAX_BYTES = 2 << 20;
  private static final int MAX_SHARDS = 100;

  /// A plain name: no folder, no way up.
  private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9][\\w.-]{0,127}\\.safetensors");

  private final String file;
  private final Map<String, String> shardOf;

  private ShardIndex(String file, Map<String, String> shardOf) {
    this.file = file;
    this.shardOf = shardOf;
  }

  static ShardIndex read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw Refusal.safetensors(file.toString(), "an index of " + Files.size(file) + " bytes");
      }
      return of(file.toString(), JsonReader.readObject(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw Refusal.unreadable(file.toString(), e);
    } catch (JsonException e) {
      throw Refusal.safetensors(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static ShardIndex of(String file, Json.Obj index) {
    var shardOf = new LinkedHashMap<String, String>();
    index
        .object("weight_map")
        .members()
        .forEach(
            (tensor, shard) -> {
              if (!(shard instanceof Json.Str(var name)) || !SHARD.matcher(name).matches()) {
                throw new JsonException("'" + tensor + "' lies in no plain file of its folder");
              }
              shardOf.put(tensor, name);
            });
    var found = new ShardIndex(file, shardOf);
    if (found.shards().isEmpty() || found.shards().size() > MAX_SHARDS) {
      throw new JsonException(found.shards().size() + " files of weights");
    }
    return found;
  }

  /// Names of the files, in order.
  SortedSet<String> shards() {
    return new TreeSet<>(shardOf.values());
  }

  /// Refuses a file that holds anything else than what the index says it holds.
  void check(String shard, Set<String> tensors) {
    for (var tensor : tensors) {
      if (!shard.equals(shardOf.get(tensor))) {
        throw Refusal.safetensors(file, shard + " holds '" + tensor + "', which it does not say");
      }
    }
    shardOf.forEach(
        (tensor, expected) -> {
          if (expected.equals(shard) && !tensors.contains(tensor)) {
            throw Refusal.safetensors(file, shard + " lacks '" + tensor + "'");
          }
        });
  }
}
