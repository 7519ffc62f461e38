package voxcrate.bundler.intake;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import voxcrate.bundler.download.Admission;
import voxcrate.bundler.download.Taken;
import voxcrate.progress.ProgressListener;

/// Tries the candidates for every wanted file, until one is right or none is left. An archive is
/// read once a round, from front to back; in most there is one round.
final class Intake {
  private static final String TASK = "importing";

  private final ForeignTree tree;
  private final Matches matches;
  private final Admission admission;
  private final ProgressListener progress;
  private final Map<WantedFile, FileOutcome> outcomes = new HashMap<>();
  private final Map<WantedFile, Deque<Candidate>> open = new LinkedHashMap<>();

  Intake(ForeignTree tree, Matches matches, Admission admission, ProgressListener progress) {
    this.tree = tree;
    this.matches = matches;
    this.admission = admission;
    this.progress = progress;
  }

  /// @return for the files that are in the cache or were found in the tree
  Map<WantedFile, FileOutcome> run() throws InterruptedException {
    for (var repository : matches.repositories()) {
      for (var file : repository.files()) {
        begin(new WantedFile(repository, file));
      }
    }
    admission.requireSpace(
        open.values().stream().mapToLong(left -> left.getFirst().expectation().sizeBytes()).sum());
    while (!open.isEmpty()) {
      round();
    }
    return outcomes;
  }

  private void begin(WantedFile wanted) throws InterruptedException {
    var present = admission.present(wanted.repository().name(), wanted.file());
    if (present.isPresent()) {
      outcomes.put(wanted, new FileOutcome.Present(present.get()));
      return;
    }
    var verifiable = new ArrayDeque<Candidate>();
    for (var candidate : matches.candidates(wanted)) {
      if (candidate.isVerifiable()) {
        verifiable.add(candidate);
      } else {
        outcomes.put(wanted, new FileOutcome.Unproven(candidate.found().path()));
      }
    }
    if (!verifiable.isEmpty()) {
      open.put(wanted, verifiable);
    }
  }

  /// One candidate of each file that is open, as long as no two want the same bytes.
  private void round() throws InterruptedException {
    var wanted = new HashMap<String, Candidate>();
    for (var left : open.values()) {
      wanted.putIfAbsent(left.getFirst().found().content(), left.getFirst());
    }
    tree.read(
        Set.copyOf(wanted.keySet()),
        (content, bytes) -> {
          var candidate = wanted.remove(content);
          if (candidate != null) {
            tryOut(candidate, bytes);
          }
        });
    // What was there a moment ago and is not any more.
    wanted.values().forEach(vanished -> settle(vanished, wrong(vanished, "nothing", "the file")));
  }

  private void tryOut(Candidate candidate, InputStream bytes) throws InterruptedException {
    var expectation = candidate.expectation();
    var repository = candidate.wanted().repository().name();
    var from = candidate.found().path();
    switch (admission.take(repository, expectation, bytes)) {
      case Taken.Right(var file) -> {
        progress.note(TASK, candidate.wanted() + " taken from " + from);
        outcomes.put(candidate.wanted(), new FileOutcome.Taken(file, from, expectation.pinned()));
        open.remove(candidate.wanted());
      }
      case Taken.Wrong(var found, var expected) ->
          settle(candidate, wrong(candidate, found, expected));
    }
  }

  private static FileOutcome wrong(Candidate candidate, String found, String expected) {
    return new FileOutcome.Wrong(candidate.found().path(), found, expected);
  }

  /// This candidate is not it; the next one may be.
  private void settle(Candidate candidate, FileOutcome outcome) {
    outcomes.put(candidate.wanted(), outcome);
    var left = open.get(candidate.wanted());
    if (left != null) {
      left.removeFirst();
      if (left.isEmpty()) {
        open.remove(candidate.wanted());
      }
    }
  }
}
