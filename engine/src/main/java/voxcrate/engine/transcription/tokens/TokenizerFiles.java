package voxcrate.engine.transcription.tokens;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import voxcrate.engine.EngineCode;
import voxcrate.engine.transcription.tokens.Joining.Pair;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Reads the tokenizer that lies beside a model: `tokenizer.json`, or `vocab.json` with
/// `merges.txt`, both of Transformers, or OpenAI's ranks (`*.tiktoken`).
public final class TokenizerFiles {
  private static final String WHOLE = "tokenizer.json";
  private static final String VOCABULARY = "vocab.json";
  private static final String MERGES = "merges.txt";
  private static final String RANKS = ".tiktoken";

  /// Published ones have 2.5 MB.
  private static final long MAX_BYTES = 16 << 20;

  private final Path folder;
  private final List<String> names;

  private TokenizerFiles(Path folder, List<String> names) {
    this.folder = folder;
    this.names = names;
  }

  /// @param folder of the model
  /// @param names of the files that tell the tokens' text
  /// @throws ToolException when none of them does
  public static Tokenizer read(Path folder, List<String> names) {
    try {
      return new TokenizerFiles(folder, names).read();
    } catch (IOException | JsonException | TokenizerException e) {
      throw unusable(folder, String.valueOf(e.getMessage()), e);
    }
  }

  private Tokenizer read() throws IOException {
    if (names.contains(WHOLE)) {
      var model = JsonReader.readObject(bytes(WHOLE)).object("model");
      return of(model.object("vocab"), pairs(model.array("merges")));
    }
    if (names.contains(VOCABULARY) && names.contains(MERGES)) {
      var lines = new String(bytes(MERGES), StandardCharsets.UTF_8).lines();
      return of(
          JsonReader.readObject(bytes(VOCABULARY)),
          pairs(lines.filter(line -> !line.startsWith("#version")).toList()));
    }
    for (var name : names) {
      if (name.endsWith(RANKS)) {
        return ofRanks(new String(bytes(name), StandardCharsets.ISO_8859_1));
      }
    }
    throw new TokenizerException("no file tells the text of its tokens");
  }

  private byte[] bytes(String name) throws IOException {
    var file = folder.resolve(name);
    if (Files.size(file) > MAX_BYTES) {
      throw new TokenizerException(name + " is too long for a tokenizer");
    }
    return Files.readAllBytes(file);
  }

  /// Special tokens among the others are not written in bytes.
  private static Tokenizer of(Json.Obj tokens, Map<Pair, Integer> pairs) {
    var vocabulary = new Vocabulary();
    tokens
        .members()
        .forEach(
            (token, number) -> {
              if (!token.startsWith("<|") || !token.endsWith("|>")) {
                vocabulary.add(ByteAlphabet.bytes(token), number(number));
              }
            });
    vocabulary.requireAllBytes();
    pairs.keySet().forEach(pair -> requireJoined(vocabulary, pair));
    return new Tokenizer(vocabulary, new Joining.ByPair(pairs));
  }

  private static int number(Json json) {
    if (json instanceof Json.Num number
        && number.asLong() >= 0
        && number.asLong() <= Integer.MAX_VALUE) {
      return (int) number.asLong();
    }
    throw new TokenizerException("a token without a number");
  }

  private static void requireJoined(Vocabulary vocabulary, Pair pair) {
    if (vocabulary.number(pair.left() + pair.right()).isEmpty()) {
      throw new TokenizerException("a merge that makes no token");
    }
  }

  /// Older files write a pair as one text with a space, newer ones as two.
  private static Map<Pair, Integer> pairs(List<?> merges) {
    var pairs = new HashMap<Pair, Integer>();
    for (var merge : merges) {
      var parts =
          switch (merge) {
            case String line -> line.split(" ", -1);
            case Json.Str(var line) -> line.split(" ", -1);
            case Json.Arr(var items) when items.size() == 2 ->
                new String[] {text(items.getFirst()), text(items.getLast())};
            default -> new String[0];
          };
      if (parts.length == 2) {
        pairs.putIfAbsent(
            new Pair(ByteAlphabet.bytes(parts[0]), ByteAlphabet.bytes(parts[1])), pairs.size());
      } else if (!(merge instanceof String line && line.isEmpty())) {
        throw new TokenizerException("a merge that is no pair");
      }
    }
    return pairs;
  }

  private static String text(Json json) {
    if (json instanceof Json.Str(var value)) {
      return value;
    }
    throw new TokenizerException("a merge that is no pair");
  }

  /// Lines of bytes in base64 and their rank, which is the token's number.
  private static Tokenizer ofRanks(String lines) {
    var vocabulary = new Vocabulary();
    lines
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              var parts = line.split(" ", -1);
              if (parts.length != 2) {
                throw new TokenizerException("a line that is no token and rank");
              }
              vocabulary.add(decoded(parts[0]), rank(parts[1]));
            });
    vocabulary.requireAllBytes();
    return new Tokenizer(vocabulary, new Joining.ByResult(vocabulary));
  }

  /// One published token is no bytes at all, written `=`.
  private static String decoded(String base64) {
    try {
      var bytes = Base64.getDecoder().decode(base64.replace("=", ""));
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException _) {
      throw new TokenizerException("a token that is not base64");
    }
  }

  private static int rank(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException _) {
      throw new TokenizerException("a rank that is no number: " + text);
    }
  }

  private static ToolException unusable(Path folder, String found, Exception cause) {
    return new ToolException(
        Problem.of(
            EngineCode.TOKENIZER_UNUSABLE,
            "Model's tokenizer cannot be used",
            "reading the tokenizer in " + folder,
            found,
            "put tokenizer.json (or multilingual.tiktoken) beside the checkpoint and convert it"
                + " again: voxcrate-bundler convert",
            "repair the installation: voxcrate-installer install BUNDLE"),
        cause);
  }
}
