package voxcrate.bundler.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import voxcrate.bundle.archive.VolumeLimit;

/// Reads `--volume-size`: `fat32`, `none`, or a size such as `700M` or `2GiB`.
final class VolumeSize implements ITypeConverter<VolumeLimit> {
  @Override
  public VolumeLimit convert(String text) {
    var wanted = text.strip().toLowerCase(Locale.ROOT);
    return switch (wanted) {
      case "fat32" -> VolumeLimit.FAT32;
      case "none" -> VolumeLimit.NONE;
      case String size -> VolumeLimit.ofAtMost(bytes(size));
    };
  }

  private static long bytes(String size) {
    return ByteCount.of(size)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected fat32, none, or a size such as 700M or 2GiB"));
  }
}
