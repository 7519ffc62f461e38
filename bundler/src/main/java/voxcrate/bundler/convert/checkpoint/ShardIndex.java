package voxcrate.bundler.convert.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// `model.safetensors.index.json`, `pytorch_model.bin.index.json`: which tensor lies in which of
/// several files of the same folder. They end like the one file that they stand for.
final class ShardIndex {
  private static final String SUFFIX = ".index.json";
  private static final long MAX_BYTES = 2 << 20;
  private static final int MAX_SHARDS = 100;

  /// A plain name: no folder, no way up, nothing hidden.
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][\\w.-]{0,143}");

  private final Path file;
  private final Map<String, String> shardOf;

  private ShardIndex(Path file, Map<String, String> shardOf) {
    this.file = file;
    this.shardOf = shardOf;
  }

  /// Where the index lies that stands for the file `single`.
  static Path inPlaceOf(Path single) {
    return single.resolveSibling(single.getFileName() + SUFFIX);
  }

  static boolean isOne(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  /// @throws voxcrate.problem.ToolException when it is damaged, or names files elsewhere
  static ShardIndex read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw Refusal.index(file.toString(), "an index of " + Files.size(file) + " bytes");
      }
      return of(file, JsonReader.readObject(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw Refusal.unreadable(file.toString(), e);
    } catch (JsonException e) {
      throw Refusal.index(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static ShardIndex of(Path file, Json.Obj index) {
    var ending = ending(file);
    var shardOf = new LinkedHashMap<String, String>();
    index
        .object("weight_map")
        .members()
        .forEach(
            (tensor, shard) -> {
              if (!(shard instanceof Json.Str(var name))
                  || !PLAIN_NAME.matcher(name).matches()
                  || !name.endsWith(ending)) {
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

  /// Of the files: `.bin` for `pytorch_model.bin.index.json`.
  private static String ending(Path index) {
    var name = index.toString();
    var single = name.substring(0, name.length() - SUFFIX.length());
    return single.substring(single.lastIndexOf('.'));
  }

  /// Names of the files, in order.
  private SortedSet<String> shards() {
    return new TreeSet<>(shardOf.values());
  }

  /// The tensors of all files together.
  ///
  /// @param reader gives those of one file, which may hold nothing else than the index says
  /// @throws voxcrate.problem.ToolException when one does, or lacks something
  TensorStore tensors(Function<Path, TensorStore> reader) {
    var all = new LinkedHashMap<String, Tensor>();
    for (var shard : shards()) {
      var tensors = reader.apply(file.resolveSibling(shard));
      check(shard, tensors.names());
      tensors.tensors().forEach(tensor -> all.put(tensor.name(), tensor));
    }
    return new TensorStore(file.toString(), all);
  }

  private void check(String shard, Set<String> tensors) {
    for (var tensor : tensors) {
      if (!shard.equals(shardOf.get(tensor))) {
        throw Refusal.index(
            file.toString(), shard + " holds '" + tensor + "', which it does not say");
      }
    }
    shardOf.forEach(
        (tensor, expected) -> {
          if (expected.equals(shard) && !tensors.contains(tensor)) {
            throw Refusal.index(file.toString(), shard + " lacks '" + tensor + "'");
          }
        });
  }
}
