package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Journey 2: one flipped bit, anywhere in the stick's folder.
final class FlippedBitJourney {
  @TempDir Path temporary;

  @TestFactory
  Stream<DynamicTest> one_flipped_bit_is_refused_and_named() throws Exception {
    var demo = Demo.run();
    assertThat(demo.status()).as(demo.output()).isZero();
    try (Stream<Path> files = Files.list(demo.bundle())) {
      return files.sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(name(file), () -> refuse(demo, file)));
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private void refuse(Demo demo, Path original) throws Exception {
    var stick = Files.createTempDirectory(temporary, "stick");
    var copy = stick.resolve(demo.bundle().getFileName());
    Launch.of("cp", "-a", demo.bundle(), copy).run();
    flip(copy.resolve(name(original)));
    var prefix = stick.resolve("prefix");

    var refused =
        Launch.of(
                demo.folder().resolve("bootstrap/voxcrate-installer"),
                "install",
                copy,
                "--prefix",
                prefix,
                "--yes")
            .run();

    assertThat(refused.status()).as(refused.all()).isEqualTo(5);
    assertThat(refused.err()).contains(name(original));
    assertThat(prefix).doesNotExist();
  }

  private static void flip(Path file) throws IOException {
    file.toFile().setWritable(true);
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long position = bytes.length() / 2;
      bytes.seek(position);
      int value = bytes.read();
      bytes.seek(position);
      bytes.write(value ^ 1);
    }
  }
}
