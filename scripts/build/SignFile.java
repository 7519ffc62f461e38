import java.nio.file.Files;
import java.nio.file.Path;
import voxcrate.bundle.trust.SigningKey;

/// Signs one file with a key of `voxcrate-bundler keys generate`; the signature lies beside it as
/// `FILE.KEY.sig`, and `openssl dgst -sha384 -verify NAME.pem -signature FILE.KEY.sig FILE` checks
/// it. Arguments: the file, the key, and the file whose first line is the key's passphrase.
public final class SignFile {
  private SignFile() {}

  public static void main(String[] arguments) throws Exception {
    var file = Path.of(arguments[0]);
    var source = arguments[1];
    char[] passphrase =
        arguments.length < 3
            ? null
            : Files.readAllLines(Path.of(arguments[2])).getFirst().toCharArray();
    var key = SigningKey.ofPem(Files.readString(Path.of(source)), passphrase, source);
    var label = key.verifyingKey().fingerprint().label();
    var signature = file.resolveSibling(file.getFileName() + "." + label + ".sig");
    Files.write(signature, key.sign(Files.readAllBytes(file)));
  }
}
