package voxcrate.bundler.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import voxcrate.bundler.download.DownloadSettings;
import voxcrate.bundler.download.Pace;

/// How verbs that download go about it.
public final class DownloadOptions {
  @Option(
      names = "--limit-rate",
      paramLabel = "RATE",
      converter = Rate.class,
      description =
          "At most so many bytes a second, over all connections together, such as 500K or 2M.")
  @Nullable Long bytesPerSecond;

  public DownloadSettings settings() {
    return bytesPerSecond == null
        ? DownloadSettings.STANDARD
        : DownloadSettings.STANDARD.at(Pace.of(bytesPerSecond));
  }

  /// Reads bytes a second.
  static final class Rate implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      var rate = ByteCount.of(text.strip().replaceFirst("/s$", ""));
      if (rate.isEmpty() || rate.getAsLong() == 0) {
        throw new TypeConversionException("expected bytes a second, such as 500K or 2M");
      }
      return rate.getAsLong();
    }
  }
}
