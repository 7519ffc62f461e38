package voxcrate.bundle.oms;

import java.util.Collection;
import java.util.Optional;
import voxcrate.bundle.trust.SigningKey;

/// Signs models with a release key. On the connected side only, as the key is.
public final class ModelSigner {
  private final SigningKey key;

  private ModelSigner(SigningKey key) {
    this.key = key;
  }

  /// By the first of `keys` that can: the form knows ECDSA keys and no others.
  public static Optional<ModelSigner> by(Collection<SigningKey> keys) {
    return keys.stream()
        .filter(key -> ModelSignature.canBeBy(key.verifyingKey()))
        .findFirst()
        .map(ModelSigner::new);
  }

  /// What goes into `model.sig`; the same statement gives the same bytes.
  public byte[] sign(ModelStatement statement) {
    var payload = statement.write();
    var signature = key.sign(ModelSignature.encoded(payload));
    return new ModelSignature(payload, signature, ModelSignature.hint(key.verifyingKey())).write();
  }
}
