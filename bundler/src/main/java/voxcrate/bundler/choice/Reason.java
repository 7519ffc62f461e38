package voxcrate.bundler.choice;

import java.util.List;

/// Why it is this recipe.
public sealed interface Reason {
  /// Somebody named it.
  record Asked() implements Reason {
    @Override
    public String text() {
      return "as asked";
    }
  }

  /// It was taken before.
  record Locked() implements Reason {
    @Override
    public String text() {
      return "as locked";
    }
  }

  /// All its gates are open.
  ///
  /// @param passedOver where somebody stands at the gates of better ones, in words
  record Granted(List<String> passedOver) implements Reason {
    public Granted {
      passedOver = List.copyOf(passedOver);
    }

    @Override
    public String text() {
      return passedOver.isEmpty()
          ? "the best of those that are granted"
          : "granted; " + String.join("; ", passedOver);
    }
  }

  /// What is gated is not wanted, so nobody asked.
  record GatedLeftOut() implements Reason {
    @Override
    public String text() {
      return "the best; what is gated stays out";
    }
  }

  /// The one whose gates are the nearest to being open.
  ///
  /// @param standing where somebody stands at the gates of each, in words
  record NothingGranted(List<String> standing) implements Reason {
    public NothingGranted {
      standing = List.copyOf(standing);
    }

    @Override
    public String text() {
      return "none is granted; " + String.join("; ", standing);
    }
  }

  /// For people, to go on after the name of the recipe.
  String text();

  /// For programs.
  default String word() {
    return switch (this) {
      case Asked _ -> "asked";
      case Locked _ -> "locked";
      case Granted _ -> "granted";
      case GatedLeftOut _ -> "gated-left-out";
      case NothingGranted _ -> "nothing-granted";
    };
  }
}
