package voxcrate.engine.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.machine.CudaSupport;
import voxcrate.problem.Problem;

/// Whether models can compute on this machine's cards. Asked once in a process: libraries stay
/// loaded, and a driver does not come back.
public final class Cuda {
  private static final Path NOUVEAU = Path.of("/sys/module/nouveau");

  private static @Nullable Readiness known;

  private Cuda() {}

  /// What can be had.
  public sealed interface Readiness {
    /// The libraries are loaded, the driver answers.
    ///
    /// @param cards all that this user may use, in the driver's order, one at least
    /// @param driver newest version of CUDA that the driver serves, such as `12.8`
    /// @param cudnn whether the release brings cuDNN
    record Ready(List<CudaCard> cards, String driver, boolean cudnn) implements Readiness {
      public Ready {
        cards = List.copyOf(cards);
      }

      /// Why a card of that number cannot be used; empty where it can.
      public Optional<Problem> obstacle(int number) {
        if (number >= cards.size()) {
          return Optional.of(CudaProblem.noSuchCard(number, cards));
        }
        var card = cards.get(number);
        return CudaSupport.runsOn(card.major(), card.minor())
            ? Optional.empty()
            : Optional.of(CudaProblem.cardUnsupported(card));
      }
    }

    /// The release brings nothing for cards.
    ///
    /// @param problem what to tell whoever asked for a card
    record NotCarried(Problem problem) implements Readiness {}

    /// The release would, this machine cannot.
    record Unusable(Problem problem) implements Readiness {}
  }

  /// Looks for cards and loads the libraries, once in a process.
  ///
  /// @param libraries folder of those that the release brings; empty where it brings none
  public static synchronized Readiness prepare(Optional<Path> libraries) {
    if (known == null) {
      known = libraries.map(Cuda::find).orElseGet(Cuda::notCarried);
    }
    return known;
  }

  /// How things stand since [#prepare]; without it as if the release brought nothing.
  public static synchronized Readiness readiness() {
    return known == null ? notCarried() : known;
  }

  private static Readiness notCarried() {
    return new Readiness.NotCarried(CudaProblem.notCarried());
  }

  private static Readiness find(Path folder) {
    try {
      return of(CudaLibraries.in(folder), CudaDriver.ask(), Files.exists(NOUVEAU));
    } catch (IOException e) {
      return new Readiness.Unusable(CudaProblem.unloadable(e.toString()));
    }
  }

  /// @param nouveau whether the kernel's own driver holds the cards
  static Readiness of(CudaLibraries libraries, DriverAnswer answer, boolean nouveau) {
    return switch (answer) {
      case DriverAnswer.Absent _ -> new Readiness.Unusable(CudaProblem.driverAbsent(nouveau));
      case DriverAnswer.Refused refused ->
          new Readiness.Unusable(CudaProblem.driverRefuses(refused));
      case DriverAnswer.Cards cards when cards.cuda() < CudaSupport.OLDEST_CUDA ->
          new Readiness.Unusable(CudaProblem.driverTooOld(cards.version()));
      case DriverAnswer.Cards cards when cards.cards().isEmpty() ->
          new Readiness.Unusable(CudaProblem.noCard());
      case DriverAnswer.Cards cards -> loaded(libraries, cards);
    };
  }

  private static Readiness loaded(CudaLibraries libraries, DriverAnswer.Cards cards) {
    try {
      libraries.load();
      return new Readiness.Ready(cards.cards(), cards.version(), libraries.hasCudnn());
    } catch (UnsatisfiedLinkError e) {
      return new Readiness.Unusable(CudaProblem.unloadable(String.valueOf(e.getMessage())));
    }
  }
}
