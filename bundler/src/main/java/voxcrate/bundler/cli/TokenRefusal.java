package voxcrate.bundler.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Refuses a token on the command line, where other tools take it; the value is neither used nor
/// repeated.
final class TokenRefusal implements ITypeConverter<String> {
  @Override
  public String convert(String token) {
    throw new TypeConversionException(
        "a token does not belong on a command line, where every user of this machine can read it:"
            + " run 'voxcrate-bundler login', or give --token-file FILE");
  }
}
