package voxcrate.bundle.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeRepository.Role;

/// Where the parts of a pyannote pipeline are, as its `config.yaml` says: another repository
/// (`ORG/NAME`, `ORG/NAME@REVISION`) or a folder of the pipeline's own (`$model/FOLDER`).
///
/// @param places by part, in the words of `config.yaml`
public record PipelineParts(Map<String, String> places) {
  /// The members of `pipeline.params` that name models.
  public static final List<String> NAMES = List.of("embedding", "plda", "segmentation");

  /// Nothing is named: no pipeline, or one whose recipe names every part itself.
  public static final PipelineParts NONE = new PipelineParts(Map.of());

  private static final String OWN = "$model/";

  public PipelineParts {
    places = Map.copyOf(places);
    for (var part : places.entrySet()) {
      if (!NAMES.contains(part.getKey())
          || (repository(part).isEmpty() && folder(part.getValue()).isEmpty())) {
        throw new IllegalArgumentException(
            part.getKey() + " is '" + part.getValue() + "', no place that we know");
      }
    }
  }

  /// The parts that lie in repositories of their own.
  public List<WantedRepository> repositories() {
    return inOrder().flatMap(part -> repository(part).stream()).toList();
  }

  /// The folders of the pipeline's repository that hold parts.
  public List<RelativePath> folders() {
    return inOrder().flatMap(part -> folder(part.getValue()).stream()).toList();
  }

  private Stream<Map.Entry<String, String>> inOrder() {
    return new TreeMap<>(places).entrySet().stream();
  }

  private static Optional<RelativePath> folder(String place) {
    return Optional.of(place)
        .filter(text -> text.startsWith(OWN))
        .map(text -> text.substring(OWN.length()))
        .filter(path -> RelativePath.defect(path).isEmpty())
        .map(RelativePath::new);
  }

  private static Optional<WantedRepository> repository(Map.Entry<String, String> part) {
    return role(part.getKey()).flatMap(role -> WantedRepository.parse(part.getValue(), role));
  }

  private static Optional<Role> role(String part) {
    return switch (part) {
      case "segmentation" -> Optional.of(Role.SEGMENTATION);
      case "embedding" -> Optional.of(Role.EMBEDDING);
      default -> Optional.empty();
    };
  }
}
