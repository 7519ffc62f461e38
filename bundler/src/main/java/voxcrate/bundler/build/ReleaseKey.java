package voxcrate.bundler.build;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.trust.SignatureAlgorithm;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.files.Durable;

/// A private key in a file, with its public half beside it: `NAME.key` (0600) and `NAME.pem`.
///
/// @param file the private half
public record ReleaseKey(Path file) {
  private static final String PRIVATE = ".key";
  private static final String PUBLIC = ".pem";
  private static final Set<PosixFilePermission> FOR_OTHERS =
      PosixFilePermissions.fromString("---rw-rw-");

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
    return SigningKey.isEncrypted(text());
  }

  /// @param passphrase null where there is none
  public SigningKey read(char @Nullable [] passphrase) throws IOException {
    return SigningKey.ofPem(text(), passphrase, file.toString());
  }

  /// PEM is ASCII; what is not becomes characters that no key has.
  private String text() throws IOException {
    return Files.readString(file, ISO_8859_1);
  }

  /// Makes a fresh ECDSA P-384 key and writes both halves.
  public SigningKey generate(char @Nullable [] passphrase) throws IOException {
    return generate(SignatureAlgorithm.ECDSA_P384, passphrase);
  }

  /// Makes a fresh key and writes both halves.
  public SigningKey generate(SignatureAlgorithm algorithm, char @Nullable [] passphrase)
      throws IOException {
    var key = SigningKey.generate(algorithm);
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Durable.write(publicFile(), key.verifyingKey().pem().getBytes(UTF_8), "rw-r--r--");
    try {
      Durable.write(file, key.pem(passphrase).getBytes(UTF_8), "rw-------");
      return key;
    } catch (IOException e) {
      Files.deleteIfExists(publicFile());
      throw e;
    }
  }

  /// Whether other users of this machine may read the private half; never where the file system
  /// knows no rights.
  public boolean isOpenToOthers() throws IOException {
    var rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return rights != null
        && !Collections.disjoint(rights.readAttributes().permissions(), FOR_OTHERS);
  }

  public Path publicFile() {
    var name = String.valueOf(file.getFileName());
    var stem = name.endsWith(PRIVATE) ? name.substring(0, name.length() - PRIVATE.length()) : name;
    return file.resolveSibling(stem + PUBLIC);
  }
}
