package voxcrate.engine.diarization;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.onnx.FittingBatch;

/// One recording on its way through the networks.
///
/// A few lanes, each a thread, share the work: one of them at a time reads the next passage and
/// finds its local speakers, the others turn chunks into voices. Each network call is made by one
/// lane alone and hears the same input whoever makes it, and passages are handed on in their order:
/// the result does not depend on the number of lanes, nor on which is faster.
final class Listening {
  private final Supplier<Optional<Passage>> source;
  private final SegmentationModel segmentation;
  private final Optional<EmbeddingModel> embedder;
  private final Consumer<HeardPassage> sink;
  private final Course course;
  private final Lanes lanes;

  // All of these are guarded by this object's monitor.
  /// Chunks that wait for their voices.
  private final Queue<Chunk> waiting = new ArrayDeque<>();

  /// Passages that are not handed on yet, in order.
  private final Deque<Work> unfinished = new ArrayDeque<>();

  private boolean reading;
  private boolean ended;
  private @Nullable Throwable failure;

  /// @param source gives the next passage; asked by one lane at a time
  /// @param embedder none where voices are not wanted
  /// @param sink takes the passages in order, one at a time
  /// @param course whose log may know passages already; they are not heard again
  Listening(
      Supplier<Optional<Passage>> source,
      SegmentationModel segmentation,
      Optional<EmbeddingModel> embedder,
      Consumer<HeardPassage> sink,
      Course course,
      Lanes lanes) {
    this.source = source;
    this.segmentation = segmentation;
    this.embedder = embedder;
    this.sink = sink;
    this.course = course;
    this.lanes = lanes;
  }

  /// Returns when everything has been heard and handed on. The caller's thread is one of the lanes.
  ///
  /// @throws RuntimeException what stopped the first lane that failed
  void toTheEnd() {
    var helpers = new ArrayList<Thread>();
    for (int lane = 1; lane < lanes.count(); lane++) {
      helpers.add(Thread.ofPlatform().daemon().name("listening-" + lane).start(this::work));
    }
    work();
    helpers.forEach(Listening::await);
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private static void await(Thread lane) {
    boolean interrupted = false;
    while (lane.isAlive()) {
      try {
        lane.join();
      } catch (InterruptedException _) {
        interrupted = true; // The models must not be closed while a lane runs them.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      for (var step = next(); step.isPresent(); step = next()) {
        step.get().run();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    } else {
      failure.addSuppressed(cause);
    }
    notifyAll();
  }

  /// What a lane does next; nothing when there is no more to do.
  private synchronized Optional<Runnable> next() {
    try {
      var step = stepNow();
      while (step.isEmpty() && failure == null && !(ended && !reading)) {
        wait();
        step = stepNow();
      }
      return step;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while listening", e);
    }
  }

  /// A passage is read before the last chunks are taken, so that no lane has to wait for one.
  private Optional<Runnable> stepNow() {
    if (failure != null) {
      return Optional.empty();
    }
    if (!reading && !ended && waiting.size() < lanes.count() * lanes.chunks()) {
      reading = true;
      return Optional.of(this::readPassage);
    }
    var chunks = new ArrayList<Chunk>();
    while (chunks.size() < lanes.chunks() && !waiting.isEmpty()) {
      chunks.add(waiting.remove());
    }
    return chunks.isEmpty() ? Optional.empty() : Optional.of(() -> hearVoices(chunks));
  }

  private void readPassage() {
    var passage = course.clock().time(Stage.READING, source);
    var known = passage.flatMap(this::recall);
    if (known.isPresent()) {
      queue(Optional.of(Work.done(passage.orElseThrow(), known.get())), Optional.empty());
      return;
    }
    var work = passage.map(found -> new Work(found, localSpeakers(found)));
    queue(work, work.filter(Work::hasVoices).flatMap(this::features));
  }

  private synchronized Optional<HeardPassage> recall(Passage passage) {
    return course.log().recall(passage);
  }

  private List<byte[]> localSpeakers(Passage passage) {
    return course.clock().time(Stage.SEGMENTATION, () -> segmentation.run(passage));
  }

  private Optional<PassageFeatures> features(Work work) {
    return embedder.map(
        model -> course.clock().time(Stage.VOICES, () -> model.features(work.passage)));
  }

  private synchronized void queue(Optional<Work> work, Optional<PassageFeatures> features) {
    reading = false;
    ended = work.isEmpty();
    work.ifPresent(unfinished::add);
    for (int i = 0; work.isPresent() && features.isPresent() && i < work.get().chunks(); i++) {
      if (!EmbeddingModel.isSilent(work.get().active.get(i))) {
        waiting.add(new Chunk(work.get(), features.get(), i));
        work.get().open++;
      }
    }
    handOn();
    notifyAll();
  }

  private void hearVoices(List<Chunk> chunks) {
    var model = embedder.orElseThrow();
    new FittingBatch(lanes.chunks())
        .each(
            chunks.size(),
            (from, to) -> {
              var sounds = chunks.subList(from, to).stream().map(Chunk::sound).toList();
              return course.clock().time(Stage.VOICES, () -> model.run(sounds));
            },
            (from, _, voices) -> keep(chunks, from, voices));
  }

  private synchronized void keep(
      List<Chunk> chunks, int from, List<List<SpeakerEmbeddings.Slot>> voices) {
    for (int i = 0; i < voices.size(); i++) {
      var chunk = chunks.get(from + i);
      chunk.work.voices.set(chunk.index, voices.get(i));
      chunk.work.open--;
    }
    handOn();
  }

  /// All passages at the front that are complete.
  private void handOn() {
    while (!unfinished.isEmpty() && unfinished.peek().open == 0) {
      var heard = unfinished.remove().heard();
      course.log().add(heard);
      sink.accept(heard);
    }
  }

  /// One chunk whose voices are wanted.
  private record Chunk(Work work, PassageFeatures features, int index) {
    private EmbeddingModel.Sound sound() {
      int number = work.passage.firstChunk() + index;
      return new EmbeddingModel.Sound(number, features, index, work.active.get(index));
    }
  }

  /// A passage on its way.
  private static final class Work {
    private final Passage passage;
    private final List<byte[]> active;
    private final List<List<SpeakerEmbeddings.Slot>> voices = new ArrayList<>();

    /// Chunks whose voices are still missing.
    private int open;

    Work(Passage passage, List<byte[]> active) {
      this.passage = passage;
      this.active = active;
      active.forEach(_ -> voices.add(List.of()));
    }

    /// Nothing is missing.
    static Work done(Passage passage, HeardPassage heard) {
      var work = new Work(passage, heard.active());
      work.voices.set(0, heard.voices());
      return work;
    }

    int chunks() {
      return active.size();
    }

    boolean hasVoices() {
      return !active.stream().allMatch(EmbeddingModel::isSilent);
    }

    HeardPassage heard() {
      return new HeardPassage(
          passage.firstChunk(), active, voices.stream().flatMap(List::stream).toList());
    }
  }
}
