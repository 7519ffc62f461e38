package voxcrate.bundler.hub;

import java.util.List;
import java.util.Optional;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The token that is used, where it came from, and which other places hold a different one.
public record FoundToken(TokenSource source, TokenReading reading, List<String> differing) {
  public FoundToken {
    differing = List.copyOf(differing);
  }

  /// What somebody pasted; empty where nothing was.
  public static Optional<FoundToken> pasted(String text) {
    var reading = TokenReading.of(text);
    return reading instanceof TokenReading.Blank
        ? Optional.empty()
        : Optional.of(new FoundToken(new TokenSource.Prompt(), reading, List.of()));
  }

  /// The same, from a place that only its owner may read.
  ///
  /// @throws ToolException where the place is a file that is open to others, and that is refused
  public FoundToken guarded(Exposure exposure) {
    source.location().ifPresent(exposure::check);
    return this;
  }

  FoundToken besides(List<FoundToken> all) {
    var others =
        all.stream().filter(this::differsFrom).map(other -> other.source().label()).toList();
    return new FoundToken(source, reading, others);
  }

  private boolean differsFrom(FoundToken other) {
    return reading instanceof TokenReading.Usable ours
        && other.reading() instanceof TokenReading.Usable theirs
        && !ours.token().isSameAs(theirs.token());
  }

  /// @throws ToolException where what was found cannot be a token
  public HubToken token(HubAddress address) {
    return switch (reading) {
      case TokenReading.Usable usable -> usable.token();
      case TokenReading.Malformed malformed ->
          throw new ToolException(malformedProblem(malformed.shape(), address));
      case TokenReading.Blank _ -> throw new IllegalStateException("a blank text is no finding");
    };
  }

  private Problem malformedProblem(String shape, HubAddress address) {
    return Problem.of(
            HubCode.TOKEN_MALFORMED,
            "Invalid HuggingFace token",
            "reading the token from " + source.label(),
            shape,
            "copy the token again from " + address.tokenSettings(),
            "or make a new one: " + address.newToken(),
            "then run 'voxcrate-bundler login' and paste it there")
        .expecting("hf_ followed by 34 letters; the text was not sent anywhere");
  }
}
