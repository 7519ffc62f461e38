package voxcrate.bundler.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import voxcrate.bundler.cuda.TargetProfile.Card;
import voxcrate.bundler.cuda.TargetProfile.Cards;
import voxcrate.machine.CudaSupport;
import voxcrate.model.Precision;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ByteCount;

/// What a bundle for a machine carries, found before the trip: whether it can run there at all,
/// whether its cards can be used, and in which precision.
///
/// A card that is there and cannot be used is a refusal, not a processor taken in silence: somebody
/// expects it to compute.
///
/// @param cards that will compute; none where the machine has none
/// @param precision on the cards
public record TargetFit(List<Card> cards, Precision precision) {
  private static final String GLIBC = "2.28";

  /// The least that a release's programs and small models need; below it nothing will run.
  private static final long LEAST_MEMORY = 2_000_000_000;

  /// The runtime, cuBLAS and cuDNN take some 1.2 GB of a card before the first weight (their own
  /// statement; not measured here).
  private static final long LEAST_CARD_MEMORY = 2_000_000_000;

  private static final long MEMORY_FOR_LARGE = 6_000_000_000L;
  private static final long CARD_FOR_LARGE = 4_000_000_000L;

  public TargetFit {
    cards = List.copyOf(cards);
  }

  public boolean forCards() {
    return !cards.isEmpty();
  }

  /// What was found, a line each.
  public List<String> words() {
    if (cards.isEmpty()) {
      return List.of("target: no graphics card of NVIDIA there; for its processor");
    }
    return List.of(
        "target: "
            + cards.stream()
                .map(card -> card.name() + " (" + card.capability() + ")")
                .collect(Collectors.joining(", "))
            + ", in "
            + precision.word()
            + "; for its processor too");
  }

  /// @throws ToolException where the machine cannot run it, with every reason at once
  public static TargetFit of(TargetProfile profile, Need need) {
    var reasons = new ArrayList<String>();
    platform(profile, reasons);
    var usable = usable(profile.cards(), reasons);
    room(profile, usable.isEmpty() ? need.processors() : need.cards(), reasons);
    if (!reasons.isEmpty()) {
      throw refused(reasons, !(profile.cards() instanceof Cards.None));
    }
    return new TargetFit(usable, precision(usable));
  }

  /// The recipe to take where none is named: the large models need 3.6 GB of memory for
  /// themselves (docs/benchmarks.md), or 1.6 GB of a card's in half precision.
  public static Optional<String> smallerRecipe(TargetProfile profile) {
    boolean smallCards =
        profile.cards() instanceof Cards.Usable usable
            && usable.cards().stream().noneMatch(card -> card.totalBytes() >= CARD_FOR_LARGE);
    return profile.memoryBytes() < MEMORY_FOR_LARGE || smallCards
        ? Optional.of("speech-small")
        : Optional.empty();
  }

  /// Bytes of the installed release.
  ///
  /// @param processors of one for processors alone
  /// @param cards of one for cards too
  public record Need(long processors, long cards) {}

  private static void platform(TargetProfile profile, List<String> reasons) {
    if (!profile.os().equals("linux") || !profile.arch().equals("x86_64")) {
      reasons.add(
          "it is " + profile.os() + " on " + profile.arch() + "; a bundle is for linux on x86_64");
    }
    if (profile.glibc().isEmpty()) {
      reasons.add("it has no GNU C library; " + GLIBC + " or newer is needed");
    } else if (isOlder(profile.glibc().get(), GLIBC)) {
      reasons.add("its C library is " + profile.glibc().get() + "; at least " + GLIBC);
    }
    if (!profile.processorFits()) {
      reasons.add("its processor lacks AVX, AVX2 or FMA, which the engine needs");
    }
    if (profile.memoryBytes() < LEAST_MEMORY) {
      reasons.add(
          "it has "
              + ByteCount.text(profile.memoryBytes())
              + " of memory; at least "
              + ByteCount.text(LEAST_MEMORY));
    }
  }

  private static List<Card> usable(Cards cards, List<String> reasons) {
    return switch (cards) {
      case Cards.None _ -> List.of();
      case Cards.Unusable(var reason) -> {
        reasons.add("its graphics card cannot be used: " + reason);
        yield List.of();
      }
      case Cards.Usable(var driver, var cuda, var all) -> {
        if (isOlder(driver, CudaSupport.OLDEST_DRIVER)) {
          reasons.add(
              "its driver is %s, for CUDA up to %s; CUDA 12 needs %s or newer"
                  .formatted(driver, cuda, CudaSupport.OLDEST_DRIVER));
        }
        var fitting = all.stream().filter(TargetFit::computes).toList();
        if (fitting.isEmpty()) {
          all.forEach(card -> reasons.add(reason(card)));
        }
        yield fitting;
      }
    };
  }

  private static boolean computes(Card card) {
    return runs(card.capability()) && card.totalBytes() >= LEAST_CARD_MEMORY;
  }

  private static boolean runs(String capability) {
    if (!capability.matches("\\d{1,2}\\.\\d{1,2}")) {
      return false;
    }
    var numbers = capability.split("\\.", -1);
    return CudaSupport.runsOn(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }

  private static String reason(Card card) {
    return runs(card.capability())
        ? "%s has %s of memory; at least %s"
            .formatted(
                card.name(), ByteCount.text(card.totalBytes()), ByteCount.text(LEAST_CARD_MEMORY))
        : "%s is of compute capability %s; there is code for %s and later ones of the same first number"
            .formatted(card.name(), card.capability(), CudaSupport.capabilities());
  }

  private static void room(TargetProfile profile, long needed, List<String> reasons) {
    var disk = profile.prefix();
    if (disk.readOnly()) {
      reasons.add("the file system of the installation is read-only");
    }
    if (disk.noexec()) {
      reasons.add("no program may be started from the file system of the installation (noexec)");
    }
    if (disk.freeBytes().isPresent() && disk.freeBytes().getAsLong() < needed) {
      reasons.add(
          "the file system of the installation has "
              + ByteCount.text(disk.freeBytes().getAsLong())
              + " free; at least "
              + ByteCount.text(needed));
    }
  }

  /// Cards of the kind 6.1 compute halves at a sixty-fourth of the speed (CUDA C++ Programming
  /// Guide, "Arithmetic Instructions").
  private static Precision precision(List<Card> cards) {
    return cards.stream().anyMatch(card -> card.capability().equals("6.1"))
        ? Precision.F32
        : Precision.F16;
  }

  private static boolean isOlder(String version, String than) {
    var left = numbers(version);
    var right = numbers(than);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int difference =
          Integer.compare(i < left.size() ? left.get(i) : 0, i < right.size() ? right.get(i) : 0);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  private static List<Integer> numbers(String version) {
    return Arrays.stream(version.split("\\.", -1)).map(Integer::valueOf).toList();
  }

  private static ToolException refused(List<String> reasons, boolean hasCard) {
    var problem =
        Problem.of(
            CudaCode.TARGET_UNFIT,
            "A bundle would not run on this machine",
            "looking at the machine's profile, before anything is fetched",
            String.join("\n", reasons),
            "change what is named there, run 'voxcrate-installer probe' again, then build again");
    return new ToolException(
        hasCard ? problem.orElse("without its graphics card: --target cpu") : problem);
  }
}
