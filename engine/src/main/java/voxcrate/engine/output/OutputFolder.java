package voxcrate.engine.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import voxcrate.bundle.Digest;
import voxcrate.engine.EngineCode;
import voxcrate.files.Durable;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.stop.StopGate;

/// Where the results of recordings are written: `NAME.json` and beside it files for other programs
/// and for people.
///
/// A file that is already there is replaced only when it is ours and unchanged: our `NAME.json`
/// names the digest of each file that was written with it, and of those of earlier runs that lie
/// there still. What somebody made or edited by hand stays.
public final class OutputFolder {
  /// First members of the JSON documents that are written here.
  private static final Set<String> TYPES = Set.of(TurnDocument.TYPE, TranscriptDocument.TYPE);

  private static final Pattern EXTENSION = Pattern.compile("\\.[a-z]+");
  private static final long MAX_DOCUMENT_BYTES = 1L << 28;

  private final Path folder;
  private final boolean force;
  private final Set<String> taken = new HashSet<>();

  /// @param force replace files whoever made them
  public OutputFolder(Path folder, boolean force) {
    this.folder = folder;
    this.force = force;
  }

  /// A name for the files of a recording: its own without the extension, that of the first of
  /// several
  /// with `-joined`; numbered when two recordings of one run share it.
  public String nameFor(List<Path> recording) {
    var file = recording.getFirst().getFileName().toString();
    int dot = file.lastIndexOf('.');
    var own = dot > 0 ? file.substring(0, dot) : file;
    var stem = recording.size() == 1 ? own : own + "-joined";
    var name = stem;
    for (int i = 2; !taken.add(name); i++) {
      name = stem + "-" + i;
    }
    return name;
  }

  /// Writes all files of one recording, or none when one of them is not ours to replace.
  ///
  /// @param type of the document: [TurnDocument#TYPE] or [TranscriptDocument#TYPE]
  /// @param document the result for programs, without `_type` and `files`
  /// @param texts content by extension, such as `rttm`
  /// @throws ToolException when a file is in the way or the folder cannot be written
  public void write(String name, String type, Json.Obj document, Map<String, String> texts) {
    var earlier = writtenWith(folder.resolve(name + ".json"));
    var ours = unchanged(name, earlier.orElse(Map.of()));
    var digests = new TreeMap<>(ours);
    var files = new TreeMap<String, byte[]>();
    texts.forEach(
        (extension, text) -> {
          var content = text.getBytes(StandardCharsets.UTF_8);
          files.put(name + "." + extension, content);
          digests.put(name + "." + extension, Digest.of(content).hex());
        });
    var whole = Json.object().put("_type", type);
    document.members().forEach(whole::put);
    var named = Json.object();
    digests.forEach(named::put);
    whole.put("files", named.build());
    files.put(name + ".json", JsonWriter.indented(whole.build()).getBytes(StandardCharsets.UTF_8));
    if (!force) {
      var replaceable = new HashSet<>(ours.keySet());
      earlier.ifPresent(_ -> replaceable.add(name + ".json"));
      requireOurs(replaceable, files.keySet());
    }
    write(files);
  }

  /// Those of the files that are there as they were written.
  private Map<String, String> unchanged(String name, Map<String, String> digests) {
    var unchanged = new TreeMap<>(digests);
    unchanged.entrySet().removeIf(entry -> !isUnchanged(name, entry.getKey(), entry.getValue()));
    return unchanged;
  }

  /// Only a name with an extension of ours is looked at: anything can stand in a document.
  private boolean isUnchanged(String name, String file, String digest) {
    if (!file.startsWith(name + ".")
        || !EXTENSION.matcher(file.substring(name.length())).matches()) {
      return false;
    }
    var path = folder.resolve(file);
    return Files.isRegularFile(path) && Digest.of(path).hex().equals(digest);
  }

  private void requireOurs(Set<String> ours, Set<String> files) {
    for (var file : files) {
      if (!ours.contains(file) && Files.exists(folder.resolve(file))) {
        throw new ToolException(
            Problem.of(
                EngineCode.OUTPUT_NOT_OURS,
                "File in the way was not made by this program, or was changed since",
                "writing " + folder.resolve(file),
                "a file of this name",
                "choose another folder with -o DIR",
                "or let it be replaced with --force"));
      }
    }
  }

  /// Digests by file name as our document states them; empty when it is not ours.
  private static Optional<Map<String, String>> writtenWith(Path document) {
    try {
      if (Files.isRegularFile(document) && Files.size(document) <= MAX_DOCUMENT_BYTES) {
        var json = JsonReader.readObject(Files.readAllBytes(document));
        if (TYPES.contains(json.text("_type"))) {
          var files = json.object("files");
          var digests = new TreeMap<String, String>();
          files.members().keySet().forEach(name -> digests.put(name, files.text(name)));
          return Optional.of(digests);
        }
      }
      return Optional.empty();
    } catch (IOException | JsonException _) {
      return Optional.empty(); // Not ours, then.
    }
  }

  private void write(Map<String, byte[]> files) {
    try (var _ = StopGate.enter()) {
      Files.createDirectories(folder);
      for (var file : files.entrySet()) {
        Durable.write(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              EngineCode.OUTPUT_UNWRITABLE,
              "Results cannot be written",
              "writing into " + folder,
              e.toString(),
              "check the rights of the folder and the space on its disk",
              "choose another folder with -o DIR"),
          e);
    }
  }
}
