package voxcrate.bundler.practice;

/// Spoils answers that carry the content of a file, as the faults switched on say.
final class Damage {
  private final Faults faults;
  private final Shutdown shutdown;

  Damage(Faults faults, Shutdown shutdown) {
    this.faults = faults;
    this.shutdown = shutdown;
  }

  boolean ignoresRange(Request request) {
    return request.header("Range").isPresent() && faults.take(Fault.RangeIgnored.class).isPresent();
  }

  Reply apply(Reply reply, PracticeFile file) {
    if (!(reply.body() instanceof Body.Span sent)) {
      return reply;
    }
    var path = file.path();
    Body body = sent;
    var wrong = faults.take(Fault.WrongByte.class, f -> covers(f, sent, path));
    if (wrong.isPresent()) {
      body = new Body.Flipped(body, wrong.get().at() - sent.from());
    }
    var tooLong = faults.take(Fault.LengthTooLong.class, f -> Faults.meets(f.file(), path));
    if (tooLong.isPresent()) {
      long bytes = sent.statedBytes();
      body = new Body.Severed(body, bytes, bytes + tooLong.get().extraBytes());
    }
    var cut = faults.take(Fault.Cut.class, f -> Faults.meets(f.file(), path));
    if (cut.isPresent()) {
      body = new Body.Severed(body, cut.get().bytes(), body.statedBytes());
    }
    var stall = faults.take(Fault.Stall.class, f -> Faults.meets(f.file(), path));
    if (stall.isPresent()) {
      body = new Body.Stalled(body, stall.get().bytes(), shutdown);
    }
    return shifted(new Reply(reply.status(), reply.headers(), body), sent);
  }

  private static boolean covers(Fault.WrongByte fault, Body.Span sent, String path) {
    return Faults.meets(fault.file(), path)
        && fault.at() >= sent.from()
        && fault.at() < sent.from() + sent.statedBytes();
  }

  private Reply shifted(Reply reply, Body.Span sent) {
    if (reply.status() != 206 || faults.take(Fault.WrongContentRange.class).isEmpty()) {
      return reply;
    }
    long first = sent.from() + 1;
    long last = sent.from() + sent.statedBytes();
    return reply.with("Content-Range", "bytes %d-%d/%d".formatted(first, last, last + 1));
  }
}
