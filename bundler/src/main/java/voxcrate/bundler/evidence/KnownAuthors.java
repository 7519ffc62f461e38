package voxcrate.bundler.evidence;

import java.util.List;
import java.util.Optional;
import voxcrate.json.Json;

/// Authors of models that built-in recipes name, as `authors.json` has them.
///
/// @param authors the more special name first
record KnownAuthors(List<Author> authors) {
  private static final KnownAuthors BUILT_IN =
      new KnownAuthors(
          Resource.document("authors.json").objects("authors").stream()
              .map(KnownAuthors::author)
              .toList());

  /// @param name of a repository, or how the names of several begin
  /// @param notes on what the model holds of others
  /// @param own whether the model is a practice model of this project, which no hub has
  record Author(String name, String by, List<String> notes, boolean own) {
    boolean made(String repository) {
      boolean several = name.endsWith("/") || name.endsWith("-");
      return several ? repository.startsWith(name) : repository.equals(name);
    }
  }

  static KnownAuthors read() {
    return BUILT_IN;
  }

  private static Author author(Json.Obj json) {
    return new Author(
        json.text("name"),
        json.text("by"),
        json.find("notes").isEmpty()
            ? List.of()
            : json.array("notes").stream().map(note -> ((Json.Str) note).value()).toList(),
        json.find("own").isPresent() && json.flag("own"));
  }

  Optional<Author> of(String repository) {
    return authors.stream().filter(author -> author.made(repository)).findFirst();
  }
}
