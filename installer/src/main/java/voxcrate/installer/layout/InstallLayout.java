package voxcrate.installer.layout;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.trust.Fingerprint;

/// Every path of an installation. No other class puts path parts together.
///
/// Invariants, true after any kill at any instant:
///
/// 1. `current` is absent (before the first install) or points to a release whose every byte is the
///    signed one.
/// 2. Nothing outside the prefix changed.
/// 3. Trust state never moved back.
/// 4. The same command again finishes or cleans up.
/// 5. The previous good release can still be started.
/// 6. A file in the store has the digest that is its name.
public record InstallLayout(Path prefix) {
  /// What the name of a file begins with that has not got its final name yet.
  public static final String HALF_WRITTEN = ".new-";

  public InstallLayout {
    prefix = prefix.toAbsolutePath().normalize();
  }

  /// Files by digest. What may be executed has a place of its own: a content needed in both modes
  /// is
  /// stored twice.
  public Path stored(Digest digest, Mode mode) {
    return store(mode).resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  /// The part of the store for contents in this mode.
  public Path store(Mode mode) {
    return switch (mode) {
      case FILE -> store().resolve("sha256");
      case EXECUTABLE -> store().resolve("sha256-executable");
    };
  }

  public Path store() {
    return prefix.resolve("store");
  }

  /// Where contents are written before their digest has been compared and the disk has them.
  public Path incoming() {
    return prefix.resolve(".incoming");
  }

  public Path releases() {
    return prefix.resolve("releases");
  }

  public Path release(String name) {
    return releases().resolve(name);
  }

  /// A release that is being laid out.
  public Path staging(String name) {
    return releases().resolve(".staging-" + name);
  }

  /// The verified manifest of a release and its signatures, beside the release's own files.
  public Path evidence(String name) {
    return evidence().resolve(name);
  }

  public Path evidence() {
    return prefix.resolve("evidence");
  }

  public Path current() {
    return prefix.resolve("current");
  }

  public Path models() {
    return prefix.resolve("models");
  }

  public Path launchers() {
    return prefix.resolve("bin");
  }

  /// What this machine makes for a release: may be deleted at any time. What begins with a
  /// dot there is being made.
  public Path derived(String release) {
    return prefix.resolve("derived").resolve(release);
  }

  public Path derived() {
    return prefix.resolve("derived");
  }

  public Path trust() {
    return prefix.resolve("trust");
  }

  /// The public half of a key that is or was pinned.
  public Path trustedKey(Fingerprint key) {
    return trust().resolve(key.label() + ".pem");
  }

  public Path state() {
    return trust().resolve("state.json");
  }

  public Path log() {
    return prefix.resolve("log");
  }

  public Path installLog() {
    return log().resolve("installs.jsonl");
  }

  /// What was refused; kept only where this file is there.
  public Path refusalLog() {
    return log().resolve("refusals.jsonl");
  }

  /// The line that the log will get once the state is the one that is named here.
  public Path unlogged() {
    return log().resolve("unlogged.json");
  }

  public Path settings() {
    return prefix.resolve(".env");
  }

  /// Transcripts: never touched by install, upgrade or roll back.
  public Path data() {
    return prefix.resolve("data");
  }

  public Path lock() {
    return prefix.resolve(".lock");
  }

  /// Everything that lies directly in the prefix.
  public Stream<Path> topLevel() {
    return Stream.of(
        store(),
        incoming(),
        releases(),
        evidence(),
        current(),
        models(),
        launchers(),
        derived(),
        trust(),
        log(),
        settings(),
        data(),
        lock());
  }

  /// The folders that the installer writes into.
  public List<Path> folders() {
    return List.of(
        store(),
        store(Mode.FILE),
        store(Mode.EXECUTABLE),
        incoming(),
        releases(),
        evidence(),
        launchers(),
        derived(),
        trust(),
        log());
  }

  /// The files that the installer opens under a fixed name.
  public List<Path> files() {
    return List.of(lock(), state(), installLog(), refusalLog(), unlogged(), settings());
  }
}
