package voxcrate.bundle.oms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import voxcrate.bundle.Digest;
import voxcrate.bundle.trust.SignatureAlgorithm;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// `model.sig`: a Sigstore bundle around a DSSE envelope around a [ModelStatement], in the form for
/// a bare key. It names its key by a hint only; who vouches for it is the reader's to know.
public final class ModelSignature {
  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  private final byte[] payload;
  private final byte[] signature;
  private final String hint;

  ModelSignature(byte[] payload, byte[] signature, String hint) {
    this.payload = payload.clone();
    this.signature = signature.clone();
    this.hint = hint;
  }

  /// What is signed of a statement: the pre-authentication encoding of DSSE 1.0.
  static byte[] encoded(byte[] payload) {
    var text = "DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ";
    var encoded = new ByteArrayOutputStream();
    encoded.writeBytes(text.getBytes(UTF_8));
    encoded.writeBytes(payload);
    return encoded.toByteArray();
  }

  /// How a signature names its key: the digest of the key's PEM text as OpenSSL prints it.
  static String hint(TrustedKey key) {
    return Digest.of(key.pem()).hex();
  }

  byte[] write() {
    var base64 = Base64.getEncoder();
    var material =
        Json.object()
            .put("publicKey", Json.object().put("hint", hint).build())
            .put("tlogEntries", Json.of(List.of()))
            .build();
    var signed =
        Json.object().put("sig", base64.encodeToString(signature)).put("keyid", "").build();
    var envelope =
        Json.object()
            .put("payload", base64.encodeToString(payload))
            .put("payloadType", PAYLOAD_TYPE)
            .put("signatures", Json.of(List.of(signed)))
            .build();
    return JsonWriter.canonical(
        Json.object()
            .put("mediaType", MEDIA_TYPE)
            .put("verificationMaterial", material)
            .put("dsseEnvelope", envelope)
            .build());
  }

  /// Takes the envelope apart; the statement in it is not looked at yet.
  ///
  /// @throws JsonException when it is none, or one with another kind of key
  public static ModelSignature read(byte[] file) {
    var json = JsonReader.readObject(file);
    if (!json.text("mediaType").equals(MEDIA_TYPE)) {
      throw new JsonException("not a " + MEDIA_TYPE);
    }
    var envelope = json.object("dsseEnvelope");
    if (!envelope.text("payloadType").equals(PAYLOAD_TYPE)) {
      throw new JsonException("the payload is not " + PAYLOAD_TYPE);
    }
    var signatures = envelope.objects("signatures");
    if (signatures.size() != 1) {
      throw new JsonException("not one signature but " + signatures.size());
    }
    return new ModelSignature(
        bytes(envelope, "payload"),
        bytes(signatures.getFirst(), "sig"),
        json.object("verificationMaterial").object("publicKey").text("hint"));
  }

  private static byte[] bytes(Json.Obj json, String member) {
    try {
      return Base64.getDecoder().decode(json.text(member));
    } catch (IllegalArgumentException e) {
      throw new JsonException("member '" + member + "' is not base64", e);
    }
  }

  /// Whether a key can sign in this form at all.
  public static boolean canBeBy(TrustedKey key) {
    return key.algorithm() == SignatureAlgorithm.ECDSA_P384;
  }

  /// Whether `key` has signed it. The hint is not asked: it is no proof.
  public boolean isBy(TrustedKey key) {
    return canBeBy(key) && key.verifies(encoded(payload), signature);
  }

  /// What was signed. To be read after [#isBy] has said yes, or to be called unvouched.
  ///
  /// @throws JsonException when it is no statement about a model
  public ModelStatement statement() {
    return ModelStatement.read(payload);
  }
}
