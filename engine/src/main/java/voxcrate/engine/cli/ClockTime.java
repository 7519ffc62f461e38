package voxcrate.engine.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a time of a recording: `90`, `1:30`, `00:01:30.5`.
final class ClockTime implements ITypeConverter<Double> {
  private static final Pattern FORM =
      Pattern.compile("(?:(?:(\\d{1,4}):)?(\\d{1,6}):)?(\\d{1,9}(?:[.,]\\d{1,9})?)");
  private static final int SIXTY = 60;

  @Override
  public Double convert(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw refused(text);
    }
    double hours = form.group(1) == null ? 0 : Integer.parseInt(form.group(1));
    double minutes = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
    double seconds = Double.parseDouble(form.group(3).replace(',', '.'));
    boolean carries =
        (form.group(2) != null && seconds >= SIXTY) || (form.group(1) != null && minutes >= SIXTY);
    if (carries) {
      throw refused(text);
    }
    return (hours * SIXTY + minutes) * SIXTY + seconds;
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException(
        "'" + text + "' is no time: give seconds (90), minutes (1:30) or hours (00:01:30.5)");
  }
}
