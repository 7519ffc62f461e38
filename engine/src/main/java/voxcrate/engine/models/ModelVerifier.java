package voxcrate.engine.models;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.oms.Difference;
import voxcrate.bundle.oms.ModelSignature;
import voxcrate.bundle.oms.ModelStatement;
import voxcrate.bundle.oms.SignedFolder;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.engine.EngineCode;
import voxcrate.engine.onnx.ModelProblem;
import voxcrate.json.JsonException;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Holds models' folders against their signatures. No `model.json` is parsed before its digest has
/// been compared with the signed one.
///
/// @param keys any of which vouches for a model; without one digests are compared all the same,
///     and said to be unvouched
/// @param progress takes how many bytes more were read, again and again, from several threads
public record ModelVerifier(List<TrustedKey> keys, IntConsumer progress) {
  private static final long MAX_SIGNATURE_BYTES = 4 << 20;
  private static final int MAX_SHOWN = 8;
  private static final String REPAIR = "repair the installation: voxcrate-installer install BUNDLE";

  /// @param keys those that cannot sign models are left aside
  /// @param progress takes how many bytes more were read
  public ModelVerifier {
    keys = keys.stream().filter(ModelSignature::canBeBy).toList();
  }

  /// @param root a folder with a `model.json`, below no other such folder
  public Verdict verify(Path root) {
    try {
      var signature = signature(root);
      return signature.isPresent() ? signed(root, signature.get()) : unsigned(root);
    } catch (JsonException e) {
      return refused(root, malformed(root, e));
    } catch (ToolException e) {
      return refused(root, e.problem());
    } catch (IOException e) {
      return refused(root, ModelProblem.unusable(root, e.toString(), e).problem());
    }
  }

  private static Verdict refused(Path root, Problem problem) {
    return new Verdict.Refused(root, problem);
  }

  private static Optional<ModelSignature> signature(Path root) throws IOException {
    var file = root.resolve(ModelStatement.SIGNATURE_FILE);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new JsonException("no regular file");
    }
    try (var channel =
        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      if (channel.size() > MAX_SIGNATURE_BYTES) {
        throw new JsonException("a file of " + channel.size() + " bytes");
      }
      return Optional.of(ModelSignature.read(Channels.newInputStream(channel).readAllBytes()));
    }
  }

  private Verdict signed(Path root, ModelSignature signature) throws IOException {
    var signer = keys.stream().filter(signature::isBy).findFirst();
    if (signer.isEmpty() && !keys.isEmpty()) {
      return refused(root, notByTrusted(root));
    }
    var statement = signature.statement();
    requireSame(root, statement);
    int files = statement.files().size();
    return signer
        .<Verdict>map(key -> new Verdict.Vouched(root, files, key.fingerprint()))
        .orElseGet(
            () -> new Verdict.Unvouched(root, files, "no key is known here that signs models"));
  }

  private void requireSame(Path root, ModelStatement statement) throws IOException {
    var name = String.valueOf(root.toRealPath().getFileName());
    if (!statement.name().equals(name)) {
      throw differs(root, List.of("model.sig belongs to a model named " + shown(statement.name())));
    }
    var differences = SignedFolder.differences(root, statement, progress);
    if (!differences.isEmpty()) {
      throw differs(root, differences.stream().map(ModelVerifier::text).toList());
    }
    for (var descriptor : ModelCatalog.descriptors(root)) {
      requireNamed(root, descriptor, statement);
    }
  }

  /// What `model.json` says of the files beside it, which a careless builder could have got wrong.
  private static void requireNamed(Path root, Path descriptor, ModelStatement statement) {
    for (var file : ModelCatalog.read(descriptor).files()) {
      var path = root.relativize(descriptor.resolveSibling(file.file())).toString();
      var signed =
          RelativePath.defect(path).isEmpty()
              ? statement.files().get(new RelativePath(path))
              : null;
      if (!file.digest().equals(signed)) {
        throw differs(root, List.of(shown(path) + " has another digest in its model.json"));
      }
    }
  }

  /// Where nobody could have signed, what `model.json` says is all there is.
  private Verdict unsigned(Path root) throws IOException {
    if (!keys.isEmpty()) {
      return refused(root, withoutSignature(root));
    }
    int compared = 0;
    var differences = new ArrayList<String>();
    for (var descriptor : ModelCatalog.descriptors(root)) {
      for (var file : ModelCatalog.read(descriptor).files()) {
        var path = descriptor.resolveSibling(file.file());
        compared++;
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          differences.add(shown(root.relativize(path).toString()) + " is missing");
        } else if (!digest(path).equals(file.digest())) {
          differences.add(shown(root.relativize(path).toString()) + " was altered");
        }
      }
    }
    return differences.isEmpty()
        ? new Verdict.Unvouched(root, compared, "it has no " + ModelStatement.SIGNATURE_FILE)
        : refused(root, differs(root, differences).problem());
  }

  private Digest digest(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return Digest.of(in, progress);
    }
  }

  private static String text(Difference difference) {
    var path = shown(difference.path());
    return switch (difference) {
      case Difference.Altered _ -> path + " was altered";
      case Difference.Missing _ -> path + " is missing";
      case Difference.Added(_, var kind) -> path + " was added: " + kind;
      case Difference.NotPlain(_, var found) -> path + " is no plain data: " + found;
      case Difference.Unreadable(_, var reason) -> path + " cannot be read: " + reason;
    };
  }

  /// Control characters of a foreign name never reach a terminal.
  private static String shown(String name) {
    return name.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static ToolException differs(Path root, List<String> differences) {
    var found =
        differences.stream().limit(MAX_SHOWN).collect(Collectors.joining("\n"))
            + (differences.size() > MAX_SHOWN
                ? "\nand " + (differences.size() - MAX_SHOWN) + " more"
                : "");
    return new ToolException(
        Problem.of(
                EngineCode.MODEL_FOLDER_DIFFERS,
                "A model is not what was signed",
                "comparing " + root + " with its " + ModelStatement.SIGNATURE_FILE,
                found,
                REPAIR,
                "what was added there is to be removed by hand",
                "if it happens again, ask who may write there, and have the disk checked")
            .expecting("the files that were signed, as plain data, and nothing else"));
  }

  private static Problem withoutSignature(Path root) {
    return Problem.of(
        EngineCode.MODEL_UNSIGNED,
        "A model is not signed",
        "looking for the signature of " + root,
        "no " + ModelStatement.SIGNATURE_FILE,
        REPAIR,
        "a model of one's own, or of a bundle signed by an Ed25519 key alone, has none");
  }

  private static Problem malformed(Path root, JsonException defect) {
    return Problem.of(
        EngineCode.MODEL_SIGNATURE_WRONG,
        "The signature of a model cannot be used",
        "reading " + root.resolve(ModelStatement.SIGNATURE_FILE),
        String.valueOf(defect.getMessage()),
        REPAIR);
  }

  private Problem notByTrusted(Path root) {
    var labels =
        keys.stream().map(key -> key.fingerprint().label()).collect(Collectors.joining(", "));
    return Problem.of(
            EngineCode.MODEL_SIGNATURE_WRONG,
            "A model is not signed by a trusted key",
            "checking the signature of " + root,
            "it was altered after signing, or another key has signed it",
            REPAIR,
            "a model that another site has signed: name that site's key with --trust FILE")
        .expecting("a signature by " + labels);
  }
}
