package voxcrate.bundler.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which file of which repository a path means, by the layouts that are about:
///
/// ```
/// …/models--ORG--NAME/snapshots/COMMIT/FILE   the hub's own client
/// …/ORG/NAME/FILE                             torch/pyannote/NAME of other tools, our own cache
/// …/NAME/FILE                                 by hand; one known repository has that name
/// ```
///
/// @param commit where the layout tells it
record Place(String repository, String path, Optional<String> commit) {
  private static final String HUB_FOLDER = "models--";

  /// @param known full names of repositories by their last part
  static Optional<Place> of(
      List<String> surroundings, ForeignFile file, Map<String, List<String>> known) {
    var names = new ArrayList<>(surroundings);
    names.addAll(file.segments());
    return inHubCache(names)
        .or(() -> underFullName(names, known))
        .or(() -> underLastName(names, known));
  }

  private static Optional<Place> inHubCache(List<String> names) {
    for (int i = names.size() - 4; i >= 0; i--) {
      if (names.get(i).startsWith(HUB_FOLDER) && names.get(i + 1).equals("snapshots")) {
        var repository = names.get(i).substring(HUB_FOLDER.length()).replace("--", "/");
        return Optional.of(
            new Place(repository, rest(names, i + 3), Optional.of(names.get(i + 2))));
      }
    }
    return Optional.empty();
  }

  private static Optional<Place> underFullName(
      List<String> names, Map<String, List<String>> known) {
    for (int i = names.size() - 3; i >= 0; i--) {
      var full = names.get(i) + "/" + names.get(i + 1);
      if (known.getOrDefault(names.get(i + 1), List.of()).contains(full)) {
        return Optional.of(new Place(full, rest(names, i + 2), Optional.empty()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Place> underLastName(
      List<String> names, Map<String, List<String>> known) {
    for (int i = names.size() - 2; i >= 0; i--) {
      var called = known.getOrDefault(names.get(i), List.of());
      if (called.size() == 1) {
        return Optional.of(new Place(called.getFirst(), rest(names, i + 1), Optional.empty()));
      }
    }
    return Optional.empty();
  }

  private static String rest(List<String> names, int from) {
    return String.join("/", names.subList(from, names.size()));
  }
}
