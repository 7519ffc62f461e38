package voxcrate.bundler.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.archive.BundleContent.InFile;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource;
import voxcrate.bundle.archive.BundleSource.SideFile;
import voxcrate.bundle.archive.BundleWriter;
import voxcrate.bundle.archive.BundleWriter.Written;
import voxcrate.bundle.oms.ModelSigner;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.cuda.CudaLibraries;
import voxcrate.bundler.documents.DocumentsPage;
import voxcrate.bundler.evidence.BundleEvidence;
import voxcrate.bundler.evidence.Licences;
import voxcrate.bundler.evidence.PaperPage;
import voxcrate.bundler.evidence.Sbom;
import voxcrate.bundler.evidence.Subject;
import voxcrate.bundler.evidence.Subject.Grant;
import voxcrate.bundler.pack.Assembler;
import voxcrate.bundler.pack.BootstrapArchive;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.bundler.pack.OperatorCard;
import voxcrate.bundler.pack.Programs;
import voxcrate.bundler.pack.Release;
import voxcrate.files.Durable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Builds a bundle: from the models' gates to a folder that has been read back and found whole.
public final class BundleBuild {
  private static final String TASK = "building the bundle";

  private final ModelSource models;
  private final GraphicsSupply graphics;
  private final Programs programs;
  private final Path jdk;
  private final ProgressListener progress;
  private final boolean namesAccount;

  /// @param jdk home of the JDK whose runtime travels
  public BundleBuild(ModelSource models, Programs programs, Path jdk, ProgressListener progress) {
    this(models, programs, jdk, progress, false);
  }

  /// @param namesAccount whether the bundle itself tells whose account had access to what is gated,
  ///     and when; else the page for paper alone does
  public BundleBuild(
      ModelSource models,
      Programs programs,
      Path jdk,
      ProgressListener progress,
      boolean namesAccount) {
    this(models, GraphicsSupply.NONE, programs, jdk, progress, namesAccount);
  }

  /// @param graphics what the bundle carries for graphics cards
  public BundleBuild(
      ModelSource models,
      GraphicsSupply graphics,
      Programs programs,
      Path jdk,
      ProgressListener progress,
      boolean namesAccount) {
    this.models = models;
    this.graphics = graphics;
    this.programs = programs;
    this.jdk = jdk;
    this.progress = progress;
    this.namesAccount = namesAccount;
  }

  /// A bundle that has been verified as an installer would.
  ///
  /// @param card the operator's card, for paper
  /// @param accessPage whose account had access to what is gated, for paper as well
  /// @param models what it carries and what it does without
  /// @param awaited keys whose holders have to sign it before an installer accepts it
  public record Built(
      Written bundle,
      Path card,
      Optional<Path> accessPage,
      Models models,
      List<TrustedKey> awaited) {}

  /// The same programs, models, time and keys give the same bytes.
  ///
  /// @throws ToolException when the bundle cannot be built; no part of it has its final name then
  public Built build(BuildRequest request) throws InterruptedException {
    requireFreshFolder(request);
    try (graphics) {
      var gathered = models.gather(request.recipes());
      var work = Files.createTempDirectory("voxcrate-build-");
      try {
        var libraries = graphics.gather(gathered);
        var release = assemble(gathered, libraries, request, work);
        var subject = subject(request, release, gathered);
        var source = source(request, subject, bootstrap(request, release, work));
        var written = write(request, source);
        verify(request, release, written);
        return new Built(
            written,
            card(request, written),
            accessPage(request, subject, written, gathered),
            gathered,
            request.signers().awaited());
      } finally {
        Durable.deleteTree(work);
      }
    } catch (IOException e) {
      throw notWritten(request, e);
    }
  }

  /// @param work what is made here must stay until the bundle is written
  private Release assemble(
      Models gathered, Optional<CudaLibraries> libraries, BuildRequest request, Path work)
      throws IOException {
    var release =
        Assembler.assemble(
            programs,
            LinkedRuntime.of(programs, jdk, work, TASK, progress),
            new Assembler.Cargo(gathered.packed(), gathered.forCards(), libraries),
            work,
            ModelSigner.by(request.signers().present()));
    // The stick may be elsewhere when somebody asks whose the parts are.
    return release.with(Licences.NAME, Licences.of(release));
  }

  private static void requireFreshFolder(BuildRequest request) {
    if (Files.exists(request.folder())) {
      throw new ToolException(
          Problem.of(
              BuildCode.OUTPUT_EXISTS,
              "There is a bundle of this sequence already",
              "preparing " + request.folder(),
              "the folder exists",
              "choose another folder: --out DIR",
              "or another number, higher than before: --sequence N"));
    }
  }

  private Path bootstrap(BuildRequest request, Release release, Path work) throws IOException {
    var archive = work.resolve(BootstrapArchive.NAME);
    BootstrapArchive.write(
        release, programs.bootstrapLauncher(), request.signers().all(), request.created(), archive);
    return archive;
  }

  private Subject subject(BuildRequest request, Release release, Models models) {
    return new Subject(
        request.bundleName(),
        request.version(),
        request.sequence(),
        request.validity().minSequence(),
        request.created(),
        Optional.ofNullable(request.validity().notAfter()),
        request.signers().verifying(),
        request.signers().awaited(),
        release,
        models.missing(),
        namesAccount ? grants(models) : List.of());
  }

  private static List<Grant> grants(Models models) {
    return models.access().entrySet().stream()
        .map(
            note ->
                new Grant(
                    note.getKey(),
                    note.getValue().account(),
                    note.getValue().hub(),
                    note.getValue().checked()))
        .sorted(Comparator.comparing(Grant::repository))
        .toList();
  }

  private BundleSource source(BuildRequest request, Subject subject, Path bootstrap)
      throws IOException {
    var release = subject.release();
    var card = OperatorCard.withBlanks(request.bundleName(), subject.awaited());
    return new BundleSource(
        request.version(),
        request.sequence(),
        request.validity().minSequence(),
        request.created(),
        request.validity().notAfter(),
        Platform.LINUX_X64,
        request.version(),
        release.components(),
        release.files(),
        List.of(
            new SideFile(BootstrapArchive.NAME, new InFile(bootstrap)),
            text("read-me-first.txt", card),
            text(
                DocumentsPage.NAME,
                DocumentsPage.of(programs.documents(), request.version(), card)),
            text(Licences.NAME, Licences.of(release)),
            text(Sbom.NAME, Sbom.of(subject)),
            text(BundleEvidence.PAGE, BundleEvidence.page(subject)),
            text(BundleEvidence.TEXT, BundleEvidence.text(subject))));
  }

  private static SideFile text(String name, String text) {
    return new SideFile(name, new InText(text));
  }

  private Written write(BuildRequest request, BundleSource source) throws IOException {
    Files.createDirectories(request.out());
    return new BundleWriter(request.limit(), request.signers().present(), progress)
        .write(source, request.folder());
  }

  private static ToolException notWritten(BuildRequest request, IOException failure) {
    return new ToolException(
        Problem.of(
            BuildCode.OUTPUT_NOT_WRITTEN,
            "The bundle could not be written",
            "building " + request.folder(),
            reason(failure),
            "check that the folder named there can be written and has room: df -h"),
        failure);
  }

  private static String reason(IOException failure) {
    return failure instanceof FileSystemException file && file.getReason() != null
        ? file.getFile() + ": " + file.getReason()
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  /// Reads back every byte that was written, by the way that the installer goes. What cannot be
  /// read back never keeps its final name.
  private void verify(BuildRequest request, Release release, Written written) throws IOException {
    boolean whole = false;
    try {
      release.models().forEach(model -> model.requirePacked(written.manifest()));
      OpenedBundle.open(written.folder(), request.signers().required()).check(progress);
      whole = true;
    } finally {
      if (!whole) {
        Durable.deleteTree(written.folder());
      }
    }
  }

  private static Optional<Path> accessPage(
      BuildRequest request, Subject subject, Written written, Models models) throws IOException {
    if (!PaperPage.isNeededFor(subject)) {
      return Optional.empty();
    }
    var text = PaperPage.of(subject, written.id().manifest(), grants(models));
    Durable.write(request.accessPage(), text.getBytes(UTF_8), "rw-r--r--");
    return Optional.of(request.accessPage());
  }

  private static Path card(BuildRequest request, Written written) throws IOException {
    var bootstrap = written.sums().get(BootstrapArchive.NAME);
    if (bootstrap == null) {
      throw new IllegalStateException("a bundle without a bootstrap");
    }
    var text =
        OperatorCard.forPaper(
            request.bundleName(),
            bootstrap,
            written.id().manifest(),
            request.signers().verifying(),
            request.signers().awaited());
    Durable.write(request.card(), text.getBytes(UTF_8), "rw-r--r--");
    return request.card();
  }
}
