package voxcrate.bundler.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a text that should be a token turns out to be.
public sealed interface TokenReading {
  /// @param remarks what was cleaned away, and what is odd though worth a try
  record Usable(HubToken token, List<String> remarks) implements TokenReading {
    public Usable {
      remarks = List.copyOf(remarks);
    }
  }

  /// @param shape what was found, told by shape only: nothing of the text but its first three
  ///     characters
  record Malformed(String shape) implements TokenReading {}

  record Blank() implements TokenReading {}

  /// Cleans what copying leaves around a token, then looks at its shape.
  static TokenReading of(String text) {
    var cleaning = new Cleaning(text);
    var value = cleaning.value();
    if (value.isEmpty()) {
      return new Blank();
    }
    return Shape.defect(value)
        .<TokenReading>map(Malformed::new)
        .orElseGet(() -> new Usable(new HubToken(value), cleaning.remarks(value)));
  }

  /// Takes off white space, quotes, a variable's name, `Bearer` and a comment, in any order.
  final class Cleaning {
    private static final Pattern INVISIBLE = Pattern.compile("[\\u200B-\\u200D\\u2060\\uFEFF]");
    private static final Pattern ASSIGNMENT =
        Pattern.compile(
            "(?i)^(export\\s+)?(HF_TOKEN|HUGGINGFACE_TOKEN|HUGGING_FACE_HUB_TOKEN)\\s*=\\s*");
    private static final Pattern BEARER = Pattern.compile("(?i)^(Authorization:\\s*)?Bearer\\s+");
    private static final Pattern COMMENT = Pattern.compile("\\s+#.*$", Pattern.DOTALL);
    private static final Pattern QUOTES = Pattern.compile("^([\"'`])(.*)\\1$", Pattern.DOTALL);
    private static final int USUAL_LENGTH = 37;

    private final List<String> removed = new ArrayList<>();
    private final String value;

    Cleaning(String text) {
      var before = "";
      var after = text;
      while (!after.equals(before)) {
        before = after;
        after = remove(INVISIBLE, after, "", "invisible characters").strip();
        after = remove(COMMENT, after, "", "a comment");
        after = remove(QUOTES, after, "$2", "quotes");
        after = remove(ASSIGNMENT, after, "", "the name of a variable");
        after = remove(BEARER, after, "", "the word Bearer");
      }
      value = after;
    }

    String value() {
      return value;
    }

    List<String> remarks(String cleaned) {
      var remarks = new ArrayList<String>();
      if (!removed.isEmpty()) {
        remarks.add("removed around the token: " + String.join(", ", removed));
      }
      if (cleaned.length() != USUAL_LENGTH) {
        remarks.add(
            "the token has %d characters where %d are usual"
                .formatted(cleaned.length(), USUAL_LENGTH));
      }
      return remarks;
    }

    private String remove(Pattern pattern, String text, String replacement, String name) {
      var changed = pattern.matcher(text).replaceAll(replacement);
      if (!changed.equals(text) && !removed.contains(name)) {
        removed.add(name);
      }
      return changed;
    }
  }

  /// Tells what cannot be a token without asking the hub.
  final class Shape {
    private static final String PREFIX = "hf_";
    private static final Map<String, String> OTHER_VENDORS =
        Map.ofEntries(
            Map.entry("sk-", "OpenAI or Anthropic"),
            Map.entry("ghp_", "GitHub"),
            Map.entry("gho_", "GitHub"),
            Map.entry("github_pat_", "GitHub"),
            Map.entry("glpat-", "GitLab"),
            Map.entry("AKIA", "Amazon"),
            Map.entry("ASIA", "Amazon"),
            Map.entry("AIza", "Google"),
            Map.entry("xox", "Slack"),
            Map.entry("xet_", "the hub's content store"));

    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://.*");
    private static final Pattern E_MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    /// `$HF_TOKEN`, `${HF_TOKEN}`, `%HF_TOKEN%`, `${{ secrets.HF_TOKEN }}`.
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?.*|%\\w+%");

    /// `<your token>`, `your_token_here`, `hf_xxxxxxxx`, `hf_...`, `hf_your_token`, `changeme`.
    private static final Pattern PLACEHOLDER =
        Pattern.compile(
            "(?i)<.*>|\\[.*]|(hf_)?(x{3,}|\\*+|\\.{2,}|…+)|(hf_)?(my|your|insert|paste)[_-].*"
                + "|(hf_)?(token|changeme|replace[_-]?me)");

    private Shape() {}

    static Optional<String> defect(String value) {
      var length = value.length() + " characters";
      if (value.toLowerCase(Locale.ROOT).startsWith("api_org_")) {
        return Optional.of(
            "an organisation token (" + length + "); the hub abolished them in 2023");
      }
      for (var vendor : OTHER_VENDORS.entrySet()) {
        if (value.startsWith(vendor.getKey())) {
          return Optional.of("a key of " + vendor.getValue() + " (" + length + ")");
        }
      }
      return somethingElse(value)
          .or(() -> foreignCharacter(value, length))
          .or(() -> otherBeginning(value, length));
    }

    /// What people put there without having a token yet.
    private static Optional<String> somethingElse(String value) {
      if (VARIABLE.matcher(value).matches()) {
        return Optional.of("the name of a variable, whose value was not put in its place");
      }
      if (PLACEHOLDER.matcher(value).matches()) {
        return Optional.of("a placeholder, as instructions have it");
      }
      if (ADDRESS.matcher(value).matches()) {
        return Optional.of("the address of a page");
      }
      return E_MAIL.matcher(value).matches() ? Optional.of("an e-mail address") : Optional.empty();
    }

    private static Optional<String> foreignCharacter(String value, String length) {
      return value.chars().allMatch(character -> character > 0x20 && character < 0x7F)
          ? Optional.empty()
          : Optional.of(
              length + " with a blank, a line break or a character outside ASCII among them");
    }

    private static Optional<String> otherBeginning(String value, String length) {
      if (!value.startsWith(PREFIX)) {
        return Optional.of(
            "%s beginning with '%s'".formatted(length, value.substring(0, shown(value))));
      }
      return value.length() == PREFIX.length()
          ? Optional.of("only '" + PREFIX + "'")
          : Optional.empty();
    }

    /// Never more than half of what somebody may have typed by mistake, a password perhaps.
    private static int shown(String value) {
      return Math.min(3, value.length() / 2);
    }
  }
}
