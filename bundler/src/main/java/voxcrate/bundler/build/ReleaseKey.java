package voxcrate.bundler.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.files.Durable;

/// A private key in a file, with its public half beside it: `NAME.key` (0600) and `NAME.pem`.
///
/// @param file the private half
public record ReleaseKey(Path file) {
  private static final String PRIVATE = ".key";
  private static final String PUBLIC = ".pem";

  /// The key that is used when none is named.
  ///
  /// @param configuration the user's folder for settings, such as `~/.config`
  public static ReleaseKey ofUser(Path configuration) {
    return new ReleaseKey(configuration.resolve("voxcrate").resolve("release" + PRIVATE));
  }

  public boolean exists() {
    return Files.exists(file);
  }

  public boolean isEncrypted() throws IOException {
    return SigningKey.isEncrypted(Files.readString(file));
  }

  /// @param passphrase null where there is none
  public SigningKey read(char @Nullable [] passphrase) throws IOException {
    return SigningKey.ofPem(Files.readString(file), passphrase, file.toString());
  }

  /// Makes a fresh key and writes both halves.
  public SigningKey generate(char @Nullable [] passphrase) throws IOException {
    var key = SigningKey.generate();
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Durable.write(file, key.pem(passphrase).getBytes(UTF_8), "rw-------");
    Durable.write(publicFile(), key.verifyingKey().pem().getBytes(UTF_8), "rw-r--r--");
    return key;
  }

  public Path publicFile() {
    var name = String.valueOf(file.getFileName());
    var stem = name.endsWith(PRIVATE) ? name.substring(0, name.length() - PRIVATE.length()) : name;
    return file.resolveSibling(stem + PUBLIC);
  }
}
