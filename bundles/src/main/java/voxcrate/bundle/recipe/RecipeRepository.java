package voxcrate.bundle.recipe;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import voxcrate.bundle.RelativePath;

/// One repository, pinned to a commit, with nothing left open.
///
/// @param name `ORG/NAME`
/// @param commit 40 hexadecimal digits; what the hub has at this commit can no longer change
/// @param gated whether a person has to agree to the authors' terms before files are given out
/// @param licence SPDX identifier, such as `CC-BY-4.0`
/// @param files what is wanted of the repository; other files stay where they are
/// @param source where they come from
public record RecipeRepository(
    String name,
    String commit,
    boolean gated,
    String licence,
    Role role,
    List<RecipeFile> files,
    Source source) {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*/[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final int MAX_NAME_CHARACTERS = 96;

  /// The hub gives these to everybody, also from behind a gate, so they prove no access.
  private static final Set<String> UNGUARDED =
      Set.of("README.md", "LICENSE", "LICENSE.md", "LICENSE.txt");

  /// What the repository is for in the pipeline.
  public enum Role {
    SEGMENTATION,
    EMBEDDING,
    /// Joins the other two; community-1 holds all three.
    PIPELINE,
    /// Turns speech into text.
    TRANSCRIPTION,
    /// Finds the time of every word of a text.
    ALIGNMENT,
    /// Finds where somebody speaks at all.
    VAD;

    /// @throws IllegalArgumentException where no role has this word
    public static Role of(String word) {
      return Arrays.stream(values())
          .filter(role -> role.word().equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("unknown role: " + word));
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RecipeRepository {
    files = List.copyOf(files);
    requireName(name);
    if (!Revision.Commit.isValid(commit)) {
      throw new IllegalArgumentException("not a commit of 40 hexadecimal digits: " + name);
    }
    requireUsable(name, files);
  }

  /// One of the hub.
  public RecipeRepository(
      String name,
      String commit,
      boolean gated,
      String licence,
      Role role,
      List<RecipeFile> files) {
    this(name, commit, gated, licence, role, files, Source.HUB);
  }

  /// Whether the site keeps it itself, so that no hub is asked.
  public boolean isLocal() {
    return source instanceof Source.Folder;
  }

  static void requireName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a repository: " + name);
    }
  }

  static void requireUsable(String name, List<RecipeFile> files) {
    if (files.stream().map(file -> file.path().foldedCase()).distinct().count() != files.size()) {
      throw new IllegalArgumentException("a file is named twice: " + name);
    }
    if (files.stream().allMatch(RecipeRepository::isUnguarded)) {
      throw new IllegalArgumentException("no file that a gate would guard: " + name);
    }
  }

  /// The hub's own rule for `ORG/NAME`. Such a name is a safe relative path as well.
  public static boolean isName(String text) {
    return text.length() <= MAX_NAME_CHARACTERS
        && NAME.matcher(text).matches()
        && !text.contains("--")
        && !text.contains("..")
        && !text.endsWith(".git")
        && !text.matches(".*[.-](/.*)?");
  }

  /// With these files besides, where it does not have them yet.
  public RecipeRepository with(List<RecipeFile> others) {
    var all = new LinkedHashMap<RelativePath, RecipeFile>();
    files.forEach(file -> all.put(file.path(), file));
    others.forEach(file -> all.putIfAbsent(file.path(), file));
    return new RecipeRepository(
        name, commit, gated, licence, role, List.copyOf(all.values()), source);
  }

  /// The file on which access is tried: small if possible, and really behind the gate.
  public RecipeFile guardedFile() {
    return files.stream()
        .filter(file -> file.path().value().equals("config.yaml"))
        .findFirst()
        .orElseGet(
            () -> files.stream().filter(file -> !isUnguarded(file)).findFirst().orElseThrow());
  }

  /// Whether size and digest of every file are known, so that nothing is left to ask the hub for.
  public boolean isExact() {
    return files.stream().allMatch(RecipeFile::isExact);
  }

  private static boolean isUnguarded(RecipeFile file) {
    return UNGUARDED.contains(file.path().value());
  }
}
