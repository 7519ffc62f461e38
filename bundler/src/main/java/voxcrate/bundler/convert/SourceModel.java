package voxcrate.bundler.convert;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model as its authors publish it, in a folder.
///
/// @param name the hub's name, `ORG/NAME`
/// @param revision the hub's commit; null for a local folder
/// @param licence SPDX identifier
/// @param folder with the files as in the repository
/// @param languages that it was trained on, as [voxcrate.model.Languages] writes them, where the
///     giver knows; else the model's card is asked
public record SourceModel(
    String name, @Nullable String revision, String licence, Path folder, List<String> languages) {
  public SourceModel {
    languages = List.copyOf(languages);
  }

  /// One whose card names its languages, if it has any.
  public SourceModel(String name, @Nullable String revision, String licence, Path folder) {
    this(name, revision, licence, folder, List.of());
  }
}
