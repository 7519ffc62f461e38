package voxcrate.bundler.practice;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Somebody who exists on the practice hub only.
///
/// @param token looks real (`hf_` and 34 letters) and is unmistakably false: made of the account's
///     own name, again and again
/// @param access where the account stands at each gate; `*` stands for every repository not named
public record PracticeAccount(
    String name, String token, TokenScope scope, Standing standing, Map<String, GateState> access) {
  static final String EVERY_REPOSITORY = "*";
  private static final int TOKEN_LETTERS = 34;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,39}");

  /// What the hub says of the token before it looks at anything else.
  public enum Standing {
    VALID,
    EXPIRED,
    /// A policy of the account's organisation shuts the token out.
    BLOCKED
  }

  public PracticeAccount {
    access = Map.copyOf(access);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name for an account: " + name);
    }
  }

  /// An account with a read token to which every gate is open.
  public static PracticeAccount named(String name) {
    return new PracticeAccount(
        name,
        tokenOf(name),
        TokenScope.READ,
        Standing.VALID,
        Map.of(EVERY_REPOSITORY, GateState.ACCEPTED));
  }

  /// One account for each answer a person can meet.
  public static List<PracticeAccount> examples() {
    return List.of(
        named("granted"),
        named("writer").with(TokenScope.WRITE),
        named("fine-grained").with(TokenScope.fineGrained(true)),
        named("fine-grained-not-gated").with(TokenScope.fineGrained(false)),
        named("terms-not-accepted").at(EVERY_REPOSITORY, GateState.TERMS),
        named("awaiting-review").at(EVERY_REPOSITORY, GateState.PENDING),
        named("rejected").at(EVERY_REPOSITORY, GateState.REJECTED),
        named("access-reset").at(EVERY_REPOSITORY, GateState.RESET),
        named("expired").with(Standing.EXPIRED),
        named("blocked-by-organisation").with(Standing.BLOCKED));
  }

  /// The false token of an account: `hf_`, then "Practice" and the name repeated to 34 letters.
  public static String tokenOf(String name) {
    var word = new StringBuilder("Practice");
    for (var part : name.split("[^A-Za-z]+", -1)) {
      if (!part.isEmpty()) {
        word.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
      }
    }
    var letters = word.toString().repeat(TOKEN_LETTERS / word.length() + 1);
    return "hf_" + letters.substring(0, TOKEN_LETTERS);
  }

  public PracticeAccount with(TokenScope other) {
    return new PracticeAccount(name, token, other, standing, access);
  }

  public PracticeAccount with(Standing other) {
    return new PracticeAccount(name, token, scope, other, access);
  }

  /// The same account, standing elsewhere at the gate of `repository` (`*` for all not named).
  public PracticeAccount at(String repository, GateState state) {
    var changed = new HashMap<>(access);
    changed.put(repository, state);
    return new PracticeAccount(name, token, scope, standing, changed);
  }

  GateState stateAt(String repository) {
    var fallback = access.getOrDefault(EVERY_REPOSITORY, GateState.TERMS);
    return access.getOrDefault(repository, fallback);
  }
}
