package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// A small JSON file of a model's folder, such as `config.json`.
///
/// @param file as the operator knows it
record ModelDocument(String file, Json.Obj root) {
  private static final long MAX_BYTES = 1 << 20;

  static Optional<ModelDocument> find(SourceFolder folder, String name) {
    return find(folder, name, MAX_BYTES);
  }

  static Optional<ModelDocument> find(SourceFolder folder, String name, long maxBytes) {
    return folder.find(name).map(file -> read(file, maxBytes));
  }

  private static ModelDocument read(Path file, long maxBytes) {
    try {
      if (Files.size(file) > maxBytes) {
        throw Refusal.configuration(file.toString(), "a file of " + Files.size(file) + " bytes");
      }
      return new ModelDocument(file.toString(), JsonReader.readObject(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw Refusal.unreadable(file.toString(), e);
    } catch (JsonException e) {
      throw Refusal.configuration(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  /// Without its folder.
  String name() {
    return String.valueOf(Path.of(file).getFileName());
  }

  /// What `question` finds in the document.
  ///
  /// @throws voxcrate.problem.ToolException when it finds something of another kind
  <T> T ask(Function<Json.Obj, T> question) {
    try {
      return question.apply(root);
    } catch (JsonException e) {
      throw refuse(String.valueOf(e.getMessage()));
    }
  }

  boolean flag(String member, boolean otherwise) {
    return ask(json -> json.find(member).isPresent() ? json.flag(member) : otherwise);
  }

  String text(String member, String otherwise) {
    return ask(json -> json.find(member).isPresent() ? json.text(member) : otherwise);
  }

  double decimal(String member, double otherwise) {
    return ask(json -> json.find(member).isPresent() ? json.decimal(member) : otherwise);
  }

  /// A number from `least` to `most`.
  int count(String member, int otherwise, int least, int most) {
    long count = ask(json -> json.find(member).isPresent() ? json.integer(member) : otherwise);
    if (count < least || count > most) {
      throw refuse(member + " is " + count);
    }
    return (int) count;
  }

  RuntimeException refuse(String found) {
    return Refusal.configuration(file, found);
  }
}
