package voxcrate.bundle.recipe;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which state of a repository is wanted.
public sealed interface Revision {
  /// What the hub has on a repository's main branch.
  Named MAIN = new Named("main");

  /// 40 hexadecimal digits; what the hub has there can no longer change.
  record Commit(String hex) implements Revision {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");

    public Commit {
      if (!isValid(hex)) {
        throw new IllegalArgumentException("not a commit of 40 hexadecimal digits: " + hex);
      }
    }

    static boolean isValid(String text) {
      return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
      return hex;
    }
  }

  /// A branch or a tag. Which commit that means is settled at the first fetch and then locked.
  record Named(String name) implements Revision {
    private static final Pattern FORM =
        Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");
    private static final int MAX_CHARACTERS = 100;

    public Named {
      if (!isValid(name)) {
        throw new IllegalArgumentException("not the name of a branch or tag: " + name);
      }
    }

    static boolean isValid(String text) {
      return text.length() <= MAX_CHARACTERS && FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// A commit where `text` is one, else a name.
  static Revision of(String text) {
    return Commit.isValid(text) ? new Commit(text) : new Named(text);
  }

  /// The same, and `main` for null; empty where `text` is neither.
  static Optional<Revision> parse(@Nullable String text) {
    if (text == null) {
      return Optional.of(MAIN);
    }
    return Commit.isValid(text) || Named.isValid(text) ? Optional.of(of(text)) : Optional.empty();
  }
}
