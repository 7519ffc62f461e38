package voxcrate.bundler.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// A file of this package.
final class Resource {
  private Resource() {}

  static String text(String name) {
    try (var in = Resource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Json.Obj document(String name) {
    return JsonReader.readObject(text(name).getBytes(UTF_8));
  }
}
