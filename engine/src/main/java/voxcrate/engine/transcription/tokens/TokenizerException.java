package voxcrate.engine.transcription.tokens;

/// A tokenizer's file is not what it should be; the message says in what way.
final class TokenizerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TokenizerException(String found) {
    super(found);
  }
}
