package voxcrate.engine.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import voxcrate.engine.audio.ChannelChoice;

/// Reads `N`, `mean` or `each`.
final class ChannelsConverter implements ITypeConverter<Channels> {
  @Override
  public Channels convert(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "mean" -> new Channels.Mixed(new ChannelChoice.Average());
      case "each" -> new Channels.Each();
      default -> new Channels.Mixed(new ChannelChoice.Single(number(text)));
    };
  }

  private static int number(String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new TypeConversionException(
          "'" + text + "' is no channel: give a number from 1 up, mean or each");
    }
    return Integer.parseInt(text);
  }
}
