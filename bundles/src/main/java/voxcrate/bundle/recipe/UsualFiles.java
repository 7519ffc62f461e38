package voxcrate.bundle.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// Which files of a repository are wanted where a recipe names none: the weights in one form, not
/// in each of the three or four that authors offer, and what belongs to them. The patterns are data
/// (`voxcrate/usual-files.json`); `*` stands for anything inside one part of a path.
///
/// @param needed forms in which weights come, the best first; each a list of patterns that all have
///     to be there
/// @param also taken where the repository has them
public record UsualFiles(List<List<String>> needed, List<String> also) {
  private static final String RESOURCE = "/voxcrate/usual-files.json";
  private static final String TYPE = "voxcrate-usual-files/1";

  public UsualFiles {
    needed = needed.stream().map(List::copyOf).toList();
    also = List.copyOf(also);
  }

  public static UsualFiles of(Role role) {
    var forms = document().object(role.word());
    return new UsualFiles(
        forms.array("needed").stream().map(UsualFiles::texts).toList(), texts(forms.get("also")));
  }

  /// Those of `paths` that are wanted, in their order; none where the weights are in no known form.
  public List<RelativePath> choose(Collection<RelativePath> paths) {
    return needed.stream()
        .filter(form -> form.stream().allMatch(pattern -> paths.stream().anyMatch(like(pattern))))
        .findFirst()
        .map(form -> Stream.concat(form.stream(), also.stream()).toList())
        .map(patterns -> matching(paths, patterns))
        .orElse(List.of());
  }

  private static List<RelativePath> matching(
      Collection<RelativePath> paths, List<String> patterns) {
    return paths.stream()
        .filter(path -> patterns.stream().anyMatch(pattern -> like(pattern).test(path)))
        .toList();
  }

  private static Predicate<RelativePath> like(String pattern) {
    var form =
        Pattern.compile(
            Stream.of(pattern.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^/]*")));
    return path -> form.matcher(path.value()).matches();
  }

  private static Json.Obj document() {
    try (var in = UsualFiles.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks " + RESOURCE);
      }
      var document = JsonReader.readObject(in.readAllBytes());
      if (!document.text("_type").equals(TYPE)) {
        throw new JsonException("not a " + TYPE);
      }
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(Json array) {
    var texts = new ArrayList<String>();
    if (array instanceof Json.Arr(var items)) {
      for (var item : items) {
        if (item instanceof Json.Str(var text)) {
          texts.add(text);
        }
      }
    }
    return texts;
  }
}
