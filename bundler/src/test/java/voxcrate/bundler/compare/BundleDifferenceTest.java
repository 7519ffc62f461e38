package voxcrate.bundler.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.Manifest.Payload;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.Manifest.Requirements;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.RelativePath;
import voxcrate.bundler.compare.BundleDifference.ComponentDifference;
import voxcrate.bundler.compare.BundleDifference.ComponentDifference.Added;
import voxcrate.bundler.compare.BundleDifference.ComponentDifference.Changed;
import voxcrate.bundler.compare.BundleDifference.ComponentDifference.Removed;
import voxcrate.bundler.compare.BundleDifference.Value;

final class BundleDifferenceTest {
  private static final Component ENGINE = component("engine", "engine", null);
  private static final Component NATIVE = component("engine-native", "engine/native", null);

  private static Component component(
      String id, String root, @org.jspecify.annotations.Nullable String revision) {
    return new Component(id, new RelativePath(root), revision, "MIT", false);
  }

  private static Entry entry(String path, String content) {
    return new Entry(
        new RelativePath(path), Mode.FILE, content.length(), Digest.of(content), 0, false);
  }

  private static Manifest manifest(
      long sequence, String version, List<Component> components, Entry... entries) {
    var sorted = new ArrayList<>(List.of(entries));
    sorted.sort(Comparator.comparing(Entry::path));
    var chunks = new StickFile("chunks.bin", 32, Digest.of(""));
    return new Manifest(
        Manifest.PRODUCT,
        "stable",
        version,
        sequence,
        0,
        Instant.EPOCH,
        null,
        Platform.LINUX_X64,
        new Requirements("1.0.0", 1000, 10),
        new Payload(1024, 512, chunks, List.of()),
        components,
        sorted);
  }

  @Test
  void a_bundle_and_itself_do_not_differ() {
    var bundle = manifest(1, "1.0.0", List.of(ENGINE), entry("engine/lib/a.jar", "a"));

    var difference = BundleDifference.between(bundle, bundle);

    assertThat(difference.isNothing()).isTrue();
    assertThat(difference.newBytes()).isZero();
  }

  @Test
  void values_of_the_bundle_are_told_before_and_after() {
    var difference =
        BundleDifference.between(manifest(1, "1.0.0", List.of()), manifest(2, "1.1.0", List.of()));

    assertThat(difference.values())
        .containsExactly(new Value("version", "1.0.0", "1.1.0"), new Value("sequence", "1", "2"));
  }

  @Test
  void files_count_for_the_innermost_component_and_launchers_for_themselves() {
    var before =
        manifest(
            1,
            "1",
            List.of(ENGINE, NATIVE),
            entry("bin/voxcrate", "old"),
            entry("engine/lib/a.jar", "a"),
            entry("engine/native/x.so", "x"));
    var after =
        manifest(
            1,
            "1",
            List.of(ENGINE, NATIVE),
            entry("bin/voxcrate", "new"),
            entry("engine/lib/a.jar", "a"),
            entry("engine/native/x.so", "y1"),
            entry("engine/native/z.so", "z"));

    var components = BundleDifference.between(before, after).components();

    assertThat(components)
        .extracting(ComponentDifference::id)
        .containsExactly("engine-native", "launchers");
    assertThat(components.getFirst())
        .isEqualTo(
            new Changed(
                "engine-native",
                List.of(),
                List.of("engine/native/z.so"),
                List.of(),
                List.of("engine/native/x.so"),
                3));
  }

  @Test
  void a_moved_content_is_nothing_new_to_write() {
    var before = manifest(1, "1", List.of(ENGINE), entry("engine/a", "same"));
    var after = manifest(1, "1", List.of(ENGINE), entry("engine/b", "same"));

    assertThat(BundleDifference.between(before, after).newBytes()).isZero();
  }

  @Test
  void models_that_come_and_go_and_move_to_another_commit_are_named() {
    var before =
        manifest(
            1,
            "1",
            List.of(
                component("model:a/x", "models/x", "1"), component("model:a/y", "models/y", "1")),
            entry("models/x/w", "xx"),
            entry("models/y/w", "yyy"));
    var after =
        manifest(
            1,
            "1",
            List.of(
                component("model:a/x", "models/x", "2"), component("model:a/z", "models/z", "1")),
            entry("models/x/w", "xx"),
            entry("models/z/w", "zzzz"));

    assertThat(BundleDifference.between(before, after).components())
        .containsExactly(
            new Changed(
                "model:a/x",
                List.of(new Value("revision", "1", "2")),
                List.of(),
                List.of(),
                List.of(),
                0),
            new Removed("model:a/y", 1, 3),
            new Added("model:a/z", 1, 4));
  }
}
