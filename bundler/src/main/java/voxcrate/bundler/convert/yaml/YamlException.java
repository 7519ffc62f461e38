package voxcrate.bundler.convert.yaml;

/// The text is outside the subset of YAML that is read; the message names the line.
public final class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  YamlException(int line, String message) {
    super("line " + line + ": " + message);
  }
}
