package voxcrate.bundle.oms;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

/// What a model's signature says: these files, with these digests, and no others. An in-toto
/// statement with the predicate of OpenSSF Model Signing 1.0, in its serialization `files` with
/// SHA-256; the only one that the reference tool verifies whoever has signed.
///
/// @param name of the model's folder
/// @param files digests by path, in the order of code points
public record ModelStatement(String name, SortedMap<RelativePath, Digest> files) {
  /// Where the signature lies in the model's folder; it cannot cover itself.
  public static final String SIGNATURE_FILE = "model.sig";

  private static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "https://model_signing/signature/v1.0";
  private static final String HASH = "sha256";
  private static final String METHOD = "files";

  public ModelStatement {
    files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a model without files: " + name);
    }
    if (files.containsKey(new RelativePath(SIGNATURE_FILE))) {
      throw new IllegalArgumentException("a signature cannot cover itself");
    }
  }

  /// The bytes to be signed, in canonical JSON: the same files give the same bytes.
  byte[] write() {
    var subject =
        Json.object()
            .put("name", name)
            .put("digest", Json.object().put(HASH, root(files.values()).hex()).build())
            .build();
    var serialization =
        Json.object()
            .put("method", METHOD)
            .put("hash_type", HASH)
            .put("allow_symlinks", false)
            .put("ignore_paths", Json.strings(List.of(SIGNATURE_FILE)))
            .build();
    return JsonWriter.canonical(
        Json.object()
            .put("_type", TYPE)
            .put("subject", Json.of(List.of(subject)))
            .put("predicateType", PREDICATE)
            .put(
                "predicate",
                Json.object()
                    .put("resources", resources())
                    .put("serialization", serialization)
                    .build())
            .build());
  }

  private Json resources() {
    return files.entrySet().stream()
        .<Json>map(
            file ->
                Json.object()
                    .put("name", file.getKey().value())
                    .put("algorithm", HASH)
                    .put("digest", file.getValue().hex())
                    .build())
        .collect(Json.toArray());
  }

  /// One digest over all: of the raw digests, one after another.
  private static Digest root(Iterable<Digest> listed) {
    MessageDigest hash = Digest.newHash();
    listed.forEach(digest -> hash.update(digest.bytes()));
    return Digest.of(hash);
  }

  /// Reads what we or the reference tool have written. That sorts by parts of the path, so the
  /// order of the files is free; what it lets be ignored is not looked at, because nothing is.
  ///
  /// @throws JsonException when it is no such statement, or contradicts itself
  static ModelStatement read(byte[] document) {
    var json = JsonReader.readObject(document);
    require(json, "_type", TYPE);
    require(json, "predicateType", PREDICATE);
    var predicate = json.object("predicate");
    require(predicate.object("serialization"), "method", METHOD);
    require(predicate.object("serialization"), "hash_type", HASH);
    var listed = new ArrayList<Digest>();
    var files = new TreeMap<RelativePath, Digest>();
    for (var resource : predicate.objects("resources")) {
      require(resource, "algorithm", HASH);
      var digest = digest(resource, "digest");
      listed.add(digest);
      if (files.put(path(resource), digest) != null) {
        throw new JsonException("a file is listed twice");
      }
    }
    return consistent(json, listed, files);
  }

  private static ModelStatement consistent(
      Json.Obj json, List<Digest> listed, Map<RelativePath, Digest> files) {
    var subjects = json.objects("subject");
    if (subjects.size() != 1) {
      throw new JsonException("not one subject but " + subjects.size());
    }
    var subject = subjects.getFirst();
    if (!digest(subject.object("digest"), HASH).equals(root(listed))) {
      throw new JsonException("the subject's digest is not that of the files listed");
    }
    try {
      return new ModelStatement(subject.text("name"), new TreeMap<>(files));
    } catch (IllegalArgumentException e) {
      throw new JsonException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void require(Json.Obj json, String member, String value) {
    if (!json.text(member).equals(value)) {
      throw new JsonException("member '" + member + "' is not " + value);
    }
  }

  private static Digest digest(Json.Obj json, String member) {
    return Optional.of(json.text(member))
        .filter(Digest::isValid)
        .map(Digest::new)
        .orElseThrow(() -> new JsonException("member '" + member + "' is no SHA-256 digest"));
  }

  private static RelativePath path(Json.Obj resource) {
    var name = resource.text("name");
    var defect = RelativePath.defect(name);
    if (defect.isPresent()) {
      throw new JsonException("unsafe path: " + defect.get());
    }
    return new RelativePath(name);
  }
}
