package voxcrate.bundler.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.ConvertedModel;
import voxcrate.bundler.convert.Converter;
import voxcrate.bundler.convert.SourceModel;
import voxcrate.bundler.download.CachedFile;
import voxcrate.bundler.download.FetchedRepository;
import voxcrate.bundler.pack.PackedModel;
import voxcrate.json.JsonException;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// Converted models, kept so that a rebuild need not convert and prove them again:
/// `CACHE/converted/ORG/NAME/KEY`, where the key stands for the converter, the precision
/// and every source file.
final class ConversionCache {
  private static final String TASK = "converting";
  private static final int KEY_DIGITS = 16;

  private final Path root;
  private final Precision precision;
  private final ProgressListener progress;

  ConversionCache(Path modelCache, Precision precision, ProgressListener progress) {
    this.root = modelCache.resolve("converted");
    this.precision = precision;
    this.progress = progress;
  }

  /// @throws voxcrate.problem.ToolException when the model cannot be converted, or the result does
  ///     not compute what the original does
  PackedModel converted(FetchedRepository fetched) throws IOException {
    var repository = fetched.exact();
    var folder = root.resolve(repository.name()).resolve(key(fetched));
    var kept = kept(folder, fetched);
    if (kept.isPresent()) {
      progress.note(TASK, repository.name() + " was converted before");
      return new PackedModel(repository, kept.get());
    }
    var source =
        new SourceModel(
            repository.name(), repository.commit(), repository.licence(), fetched.folder());
    return new PackedModel(repository, new Converter(precision).convert(source, folder, progress));
  }

  private String key(FetchedRepository fetched) {
    var text = new StringBuilder(Converter.version()).append('\n');
    text.append(precision.word()).append('\n');
    text.append(fetched.repository().commit()).append('\n');
    text.append(fetched.repository().licence()).append('\n');
    for (var file : fetched.files()) {
      text.append(file.path()).append(' ').append(file.sha256()).append('\n');
    }
    return Digest.of(text.toString()).hex().substring(0, KEY_DIGITS);
  }

  /// What lies in `folder`, where it is complete and undamaged. A converter without a version may
  /// be another one tomorrow.
  private static Optional<ConvertedModel> kept(Path folder, FetchedRepository fetched)
      throws IOException {
    if (!Converter.isReleased()
        || !Files.isRegularFile(folder.resolve(ModelDescriptor.FILE_NAME))) {
      return Optional.empty();
    }
    try {
      var model = ConvertedModel.in(folder);
      boolean whole =
          model.all().allMatch(ConversionCache::isWhole)
              && fetched.files().stream().allMatch(file -> isUnchanged(folder, file));
      return whole ? Optional.of(model) : Optional.empty();
    } catch (JsonException | NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static boolean isWhole(ConvertedModel model) {
    return model.descriptor().files().stream()
        .allMatch(file -> holds(model.folder().resolve(file.file()), file.digest()));
  }

  /// Companions of a model are copied as they are; the checkpoint is not among them.
  private static boolean isUnchanged(Path folder, CachedFile source) {
    var copy = source.path().under(folder);
    return !Files.exists(copy) || holds(copy, source.sha256());
  }

  private static boolean holds(Path file, Digest digest) {
    return Files.isRegularFile(file) && Digest.of(file).equals(digest);
  }
}
