package voxcrate.engine.cli;

import java.util.OptionalDouble;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a number, or `none` for no limit.
final class LimitConverter implements ITypeConverter<OptionalDouble> {
  @Override
  public OptionalDouble convert(String text) {
    if (text.equalsIgnoreCase("none")) {
      return OptionalDouble.empty();
    }
    if (!text.matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
      throw new TypeConversionException("'" + text + "' is neither a number nor none");
    }
    return OptionalDouble.of(Double.parseDouble(text));
  }
}
