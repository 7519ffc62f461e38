package voxcrate.bundle.recipe;

import java.util.regex.Pattern;

/// What a file of recipes says: which repositories, or which other recipes.
public sealed interface RecipeDocument permits Recipe, Composition {
  /// What people type, such as `speech` or `diarization-3.1`.
  String name();

  /// One line for lists.
  String title();

  /// @throws IllegalArgumentException where `name` cannot be the name of a recipe
  static void requireName(String name) {
    if (!Name.FORM.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a recipe: " + name);
    }
  }

  /// `diarization-3.1`, and `whisper:ORG/NAME@REVISION` for models of one's own.
  final class Name {
    private static final Pattern FORM =
        Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}|[a-z]{1,16}:[A-Za-z0-9._/-]{3,96}(@[\\w./-]+)?");

    private Name() {}
  }
}
