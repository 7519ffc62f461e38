package voxcrate.bundler.practice;

import java.util.Set;

/// What a token may do, whatever its account may.
///
/// @param canReadGated the box "Read access to contents of all public gated repos you can access";
///     matters for fine-grained tokens only
/// @param scoped repositories (`ORG/NAME`) or owners (`ORG`) that a fine-grained token names itself
public record TokenScope(Role role, boolean canReadGated, Set<String> scoped) {
  public static final TokenScope READ = new TokenScope(Role.READ, false, Set.of());
  public static final TokenScope WRITE = new TokenScope(Role.WRITE, false, Set.of());

  /// The three roles a hub knows, with the word it uses.
  public enum Role {
    READ("read"),
    WRITE("write"),
    FINE_GRAINED("fineGrained");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public TokenScope {
    scoped = Set.copyOf(scoped);
  }

  public static TokenScope fineGrained(boolean canReadGated) {
    return new TokenScope(Role.FINE_GRAINED, canReadGated, Set.of());
  }

  boolean readsGated(String repository) {
    var owner = repository.substring(0, repository.indexOf('/'));
    return role != Role.FINE_GRAINED
        || canReadGated
        || scoped.contains(repository)
        || scoped.contains(owner);
  }
}
