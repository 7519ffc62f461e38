package voxcrate.bundler.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import voxcrate.bundle.archive.VolumeLimit;

/// Reads `--volume-size`: `fat32`, `none`, or a size such as `700M` or `2GiB`.
final class VolumeSize implements ITypeConverter<VolumeLimit> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(?:ib|b)?");
  private static final String UNITS = "kmgt";
  private static final int BITS_A_UNIT = 10;

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
    var matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      throw new TypeConversionException("expected fat32, none, or a size such as 700M or 2GiB");
    }
    int units = matcher.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(matcher.group(2));
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (BITS_A_UNIT * units));
    } catch (ArithmeticException e) {
      throw new TypeConversionException("no medium is that large: " + size);
    }
  }
}
