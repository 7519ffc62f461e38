package voxcrate.json;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Walks through one object, member by member: for a document whose lists are too long to lie in
/// memory as a tree, and for one that may lie about how long they are. As strict as [JsonReader];
/// what is built of a value is bounded before it is built, and no text has more than 16,384
/// characters.
public final class JsonCursor implements AutoCloseable {
  private final JsonParser parser;

  private JsonCursor(JsonParser parser) {
    this.parser = parser;
  }

  /// @throws JsonException when the document is not an object
  public static JsonCursor of(byte[] document) {
    return checked(
        () -> {
          var parser = JsonReader.boundedParser(document);
          if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new JsonException("the document is not an object");
          }
          return new JsonCursor(parser);
        });
  }

  /// Goes on to the next member; the value of the one before must have been taken.
  ///
  /// @return its name; empty at the end of the document
  /// @throws JsonException when the document is not well-formed up to here
  public Optional<String> next() {
    return checked(
        () -> {
          if (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            return Optional.of(name);
          }
          JsonReader.requireEnd(parser);
          return Optional.empty();
        });
  }

  /// The member's value.
  ///
  /// @param maxValues how many values it may consist of, itself and those of all levels within
  public Json value(int maxValues) {
    return checked(() -> new JsonReader(parser, maxValues).value());
  }

  /// The items of the member's list, one after another.
  ///
  /// @param maxItems how many there may be
  /// @param maxValues how many values each may consist of
  public void items(int maxItems, int maxValues, Consumer<Json> each) {
    checked(
        () -> {
          if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new JsonException("member '" + parser.currentName() + "' is not an array");
          }
          for (int left = maxItems; parser.nextToken() != JsonToken.END_ARRAY; left--) {
            if (left == 0) {
              throw new JsonException("a list of more than " + maxItems + " items");
            }
            each.accept(new JsonReader(parser, maxValues).value());
          }
          return true;
        });
  }

  private static <T> T checked(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (JacksonException e) {
      throw JsonReader.malformed(e);
    }
  }

  @Override
  public void close() {
    parser.close();
  }
}
