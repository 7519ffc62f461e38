package voxcrate.engine.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Refuses a hub token, which Whisper tools take here; the value is neither used nor repeated.
final class TokenRefusal implements ITypeConverter<String> {
  @Override
  public String convert(String token) {
    throw new TypeConversionException(
        "no token is needed here: models are installed, not downloaded");
  }
}
