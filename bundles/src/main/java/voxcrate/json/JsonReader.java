package voxcrate.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads one JSON document, strictly: no duplicate member, nothing after the end, bounded nesting.
public final class JsonReader {
  private static final int MAX_NESTING = 64;
  private static final int MAX_NUMBER_DIGITS = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxNumberLength(MAX_NUMBER_DIGITS)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  // For documents that may be hostile: far above what any text in them is for.
  private static final int MAX_BOUNDED_STRING = 1 << 14;

  private static final JsonFactory BOUNDED =
      FACTORY
          .rebuild()
          .streamReadConstraints(
              FACTORY
                  .streamReadConstraints()
                  .rebuild()
                  .maxStringLength(MAX_BOUNDED_STRING)
                  .maxNameLength(MAX_BOUNDED_STRING)
                  .build())
          .build();

  private final JsonParser parser;
  private long left;

  /// @param maxValues how many values may be built
  JsonReader(JsonParser parser, long maxValues) {
    this.parser = parser;
    this.left = maxValues;
  }

  /// Of a document whose texts are short.
  static JsonParser boundedParser(byte[] document) {
    return BOUNDED.createParser(ObjectReadContext.empty(), document);
  }

  public static Json read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  /// @throws JsonException when the bytes are not exactly one well-formed document
  public static Json read(byte[] document) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
      parser.nextToken();
      var value = new JsonReader(parser, Long.MAX_VALUE).value();
      requireEnd(parser);
      return value;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  static void requireEnd(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw new JsonException("there is more after the end of the document");
    }
  }

  static JsonException malformed(JacksonException cause) {
    return new JsonException("not JSON: " + cause.getOriginalMessage(), cause);
  }

  /// @throws JsonException when the document is not an object
  public static Json.Obj readObject(byte[] document) {
    if (read(document) instanceof Json.Obj object) {
      return object;
    }
    throw new JsonException("the document is not an object");
  }

  /// The value at which the parser stands.
  Json value() {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonException("the document is empty or ends too early");
    }
    if (left-- == 0) {
      throw new JsonException("more values than belong there");
    }
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new Json.Str(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> Json.NULL;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new JsonException("unexpected " + token);
    };
  }

  private Json number() {
    try {
      return new Json.Num(parser.getDecimalValue());
    } catch (ArithmeticException | NumberFormatException e) {
      // An exponent of ten digits, which not even a decimal number of any length can have.
      throw new JsonException("a number that is too large or too small", e);
    }
  }

  private Json object() {
    var members = new LinkedHashMap<String, Json>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      parser.nextToken();
      members.put(name, value());
    }
    return new Json.Obj(members);
  }

  private Json array() {
    var items = new ArrayList<Json>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Json.Arr(items);
  }
}
