package voxcrate.bundler.evidence;

import java.util.List;
import java.util.Optional;
import voxcrate.bundle.recipe.RecipeRepository;

/// Who made a model, and the line that has to travel with it: title, author, source, licence, and
/// that it was changed (Creative Commons Attribution 4.0, section 3(a)(1); other licences ask for
/// less).
///
/// @param author as the model's own page has it; of a repository that nobody here knows, the name
///     under which the hub has it
/// @param address of the model's page; empty for what no hub has
/// @param notes on what a model holds of others
record Attribution(
    RecipeRepository repository, String author, Optional<String> address, List<String> notes) {
  static Attribution of(RecipeRepository repository) {
    var known = KnownAuthors.read().of(repository.name());
    boolean published = !repository.isLocal() && !known.map(KnownAuthors.Author::own).orElse(false);
    return new Attribution(
        repository,
        known.map(KnownAuthors.Author::by).orElseGet(() -> organisation(repository)),
        published ? Optional.of("https://huggingface.co/" + repository.name()) : Optional.empty(),
        known.map(KnownAuthors.Author::notes).orElse(List.of()));
  }

  private static String organisation(RecipeRepository repository) {
    var name = repository.name();
    return name.substring(0, name.indexOf('/'));
  }

  /// @param converter such as `voxcrate 0.1.0`
  String text(String converter) {
    var text = new StringBuilder();
    text.append('“').append(repository.name()).append("” by ").append(author);
    address.ifPresent(where -> text.append(", ").append(where));
    text.append(", licensed under ").append(licence());
    text.append(". Changed: converted to ONNX by ").append(converter).append('.');
    notes.forEach(note -> text.append(' ').append(note));
    return text.toString();
  }

  private String licence() {
    return KnownLicence.of(repository.licence())
        .map(known -> known.title() + " (" + known.address() + ")")
        .orElse(repository.licence());
  }
}
