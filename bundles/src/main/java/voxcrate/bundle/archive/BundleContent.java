package voxcrate.bundle.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the bytes of a file of the bundle come from.
public sealed interface BundleContent {
  InputStream open() throws IOException;

  long size() throws IOException;

  record InFile(Path file) implements BundleContent {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public long size() throws IOException {
      return Files.size(file);
    }
  }

  /// Small content made by the builder itself; the text is UTF-8.
  record InText(String text) implements BundleContent {
    private byte[] bytes() {
      return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes());
    }

    @Override
    public long size() {
      return bytes().length;
    }
  }
}
