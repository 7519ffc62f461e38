package voxcrate.bundle.oms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

class ModelSignatureTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final Digest A = Digest.of("a");
  private static final Digest B = Digest.of("b");

  @Test
  void the_statement_is_written_in_one_way_only() {
    assertThat(new String(statement().write(), UTF_8))
        .isEqualTo(
            """
            {"_type":"https://in-toto.io/Statement/v1","predicate":{"resources":[\
            {"algorithm":"sha256","digest":"%1$s","name":"a-b"},\
            {"algorithm":"sha256","digest":"%2$s","name":"a/b"}],\
            "serialization":{"allow_symlinks":false,"hash_type":"sha256",\
            "ignore_paths":["model.sig"],"method":"files"}},\
            "predicateType":"https://model_signing/signature/v1.0",\
            "subject":[{"digest":{"sha256":"%3$s"},"name":"tiny"}]}\
            """
                .formatted(A.hex(), B.hex(), Digest.of(joined(A.bytes(), B.bytes())).hex()));
  }

  @Test
  void the_signature_is_one_of_the_key_over_the_encoded_statement() throws Exception {
    var file = JsonReader.readObject(sign(KEY));

    var envelope = file.object("dsseEnvelope");
    var payload = Base64.getDecoder().decode(envelope.text("payload"));
    var signatures = envelope.objects("signatures");
    assertThat(payload).isEqualTo(statement().write());
    assertThat(signatures).hasSize(1);
    var verifier = Signature.getInstance("SHA384withECDSA");
    verifier.initVerify(KEY.verifyingKey().key());
    verifier.update(
        joined(
            ("DSSEv1 28 application/vnd.in-toto+json " + payload.length + " ").getBytes(UTF_8),
            payload));
    assertThat(verifier.verify(Base64.getDecoder().decode(signatures.getFirst().text("sig"))))
        .isTrue();
  }

  @Test
  void the_key_is_named_by_the_digest_of_its_text() throws Exception {
    var file = JsonReader.readObject(sign(KEY));

    var pem = KEY.verifyingKey().pem().getBytes(UTF_8);
    var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pem));
    var material = file.object("verificationMaterial");
    assertThat(material.object("publicKey").text("hint")).isEqualTo(digest);
    assertThat(material.array("tlogEntries")).isEmpty();
    assertThat(file.text("mediaType")).isEqualTo("application/vnd.dev.sigstore.bundle.v0.3+json");
  }

  @Test
  void the_same_files_and_key_give_the_same_bytes() {
    assertThat(sign(KEY)).isEqualTo(sign(KEY));
  }

  @Test
  void it_is_by_its_key_and_by_no_other() {
    var signature = ModelSignature.read(sign(KEY));

    assertThat(signature.isBy(KEY.verifyingKey())).isTrue();
    assertThat(signature.isBy(SigningKey.generate().verifyingKey())).isFalse();
    assertThat(signature.statement()).isEqualTo(statement());
  }

  @Test
  void a_statement_in_another_envelope_is_not_signed() {
    var other = new ModelStatement("other", statement().files());
    var forged =
        new String(sign(KEY), UTF_8).replace(base64(statement().write()), base64(other.write()));

    assertThat(ModelSignature.read(forged.getBytes(UTF_8)).isBy(KEY.verifyingKey())).isFalse();
  }

  @Test
  void an_edwards_key_cannot_sign_models() {
    var edwards =
        SigningKey.ofPem(
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """,
            null,
            "key");

    assertThat(ModelSigner.by(List.of(edwards))).isEmpty();
    assertThat(ModelSigner.by(List.of(edwards, KEY))).isPresent();
    assertThat(ModelSignature.read(sign(KEY)).isBy(edwards.verifyingKey())).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"method\":\"files\" | \"method\":\"shards\" | method",
        "\"hash_type\":\"sha256\" | \"hash_type\":\"blake2b\" | hash_type",
        "\"algorithm\":\"sha256\" | \"algorithm\":\"sha512\" | algorithm",
        "Statement/v1 | Statement/v0.1 | _type",
        "\"name\":\"a-b\" | \"name\":\"../b\" | unsafe path",
        "\"name\":\"a-b\" | \"name\":\"a/b\" | listed twice",
        "\"name\":\"a-b\" | \"name\":\"model.sig\" | cover itself",
        "\"digest\":\"ca978112 | \"digest\":\"ca978113 | subject's digest",
        "\"digest\":\"ca978112 | \"digest\":\"CA978112 | no SHA-256",
        "signature/v1.0 | signature/v2.0 | predicateType",
      })
  void a_statement_of_another_form_is_refused(String from, String to, String told) {
    var text = new String(statement().write(), UTF_8);
    assertThat(text).contains(from);

    assertThatThrownBy(() -> ModelStatement.read(text.replace(from, to).getBytes(UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(told);
  }

  @Test
  void files_in_the_reference_tool_s_order_are_read() {
    var reordered =
        """
        {"_type":"https://in-toto.io/Statement/v1",
         "subject":[{"name":"tiny","digest":{"sha256":"%3$s"}}],
         "predicateType":"https://model_signing/signature/v1.0",
         "predicate":{"serialization":{"method":"files","hash_type":"sha256",
           "allow_symlinks":false,"ignore_paths":["model.sig",".git"]},
          "resources":[{"name":"a/b","algorithm":"sha256","digest":"%2$s"},
           {"name":"a-b","algorithm":"sha256","digest":"%1$s"}]}}
        """
            .formatted(A.hex(), B.hex(), Digest.of(joined(B.bytes(), A.bytes())).hex());

    assertThat(ModelStatement.read(reordered.getBytes(UTF_8))).isEqualTo(statement());
  }

  @Test
  void an_envelope_with_two_signatures_is_refused() {
    var file = JsonReader.readObject(sign(KEY));
    var text = new String(sign(KEY), UTF_8);
    var signatures = file.object("dsseEnvelope").objects("signatures");
    var one = "{\"keyid\":\"\",\"sig\":\"" + signatures.getFirst().text("sig") + "\"}";

    assertThatThrownBy(
            () -> ModelSignature.read(text.replace(one, one + "," + one).getBytes(UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("not one signature but 2");
  }

  private static byte[] sign(SigningKey key) {
    return ModelSigner.by(List.of(key)).orElseThrow().sign(statement());
  }

  private static ModelStatement statement() {
    return new ModelStatement(
        "tiny", new TreeMap<>(Map.of(new RelativePath("a/b"), B, new RelativePath("a-b"), A)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }
}
