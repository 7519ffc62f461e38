package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundle.format.TarHeader;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.Selection;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.build.BuildRequest;
import voxcrate.bundler.build.BundleBuild;
import voxcrate.bundler.build.BundleBuild.Built;
import voxcrate.bundler.build.BundleSize;
import voxcrate.bundler.build.CardLibraries;
import voxcrate.bundler.build.GraphicsSupply;
import voxcrate.bundler.build.HubModels;
import voxcrate.bundler.build.ModelSource;
import voxcrate.bundler.build.Signers;
import voxcrate.bundler.build.SigningCode;
import voxcrate.bundler.build.Validity;
import voxcrate.bundler.choice.Chooser;
import voxcrate.bundler.choice.Chosen;
import voxcrate.bundler.cuda.TargetFit;
import voxcrate.bundler.download.Fetcher;
import voxcrate.bundler.download.RecipeFetch;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.PublicContent;
import voxcrate.bundler.medium.Rehearsal;
import voxcrate.cli.Console;
import voxcrate.cli.Program;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// `voxcrate-bundler build`.
@Command(
    name = "build",
    description = "Checks, fetches what is missing, converts, packs, signs and verifies.",
    footer = {"", "Example:", "  voxcrate-bundler build diarization-3.1 --out /media/STICK"})
public final class BuildVerb extends Verb {
  private static final int MAX_VALID_DAYS = 36_500;
  private static final String NO_SPEAKERS =
      "or build without what is gated, for text without speakers: --no-token";

  @Mixin final RecipeOptions recipes = new RecipeOptions();

  @Option(names = "--no-models", description = "The programs alone.")
  boolean noModels;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder in which voxcrate-SEQUENCE appears; on a medium it is written and read back as by"
              + " 'write'.")
  Path out = Path.of("");

  @Mixin KeyOptions key = new KeyOptions();

  @Option(
      names = "--cosigner",
      paramLabel = "FILE",
      description =
          "Public key of another person who has to sign the finished bundle (verb sign) before any"
              + " installer accepts it. Repeatable.")
  List<Path> cosigners = List.of();

  @Mixin final HubOptions hub = new HubOptions();
  @Mixin final CacheOptions caches = new CacheOptions();
  @Mixin final LockOptions locks = new LockOptions();
  @Mixin final LicenceOptions licences = new LicenceOptions();
  @Mixin final DownloadOptions downloads = new DownloadOptions();
  @Mixin final TargetOptions target = new TargetOptions();
  @Mixin final CudaOptions cuda = new CudaOptions();

  @Option(names = "--offline", description = "Take models from the cache, ask no hub.")
  boolean offline;

  @Option(names = "--no-token", description = "Use no token: leave out what is gated.")
  boolean noToken;

  @Option(
      names = "--with-originals",
      description =
          "Carry the hub's own files too, pickled checkpoints among them, for Python tools on the"
              + " target: HF_HUB_CACHE=PREFIX/models/hub.")
  boolean withOriginals;

  @Option(
      names = "--created",
      paramLabel = "TIME",
      description =
          "Time that every file carries, such as 2026-11-21T00:00:00Z (default:"
              + " SOURCE_DATE_EPOCH, else now).")
  @Nullable String created;

  @Option(
      names = "--sequence",
      paramLabel = "N",
      description = "Orders bundles (default: the seconds of the time of creation).")
  @Nullable Long sequence;

  @Option(
      names = "--min-sequence",
      paramLabel = "N",
      description =
          "Where this bundle is installed, bundles of a lower sequence are refused from then on"
              + " (default: only by what is installed).")
  long minSequence;

  @Option(
      names = "--valid-for",
      paramLabel = "DAYS",
      description =
          "After so many days the bundle is no longer installed; what is installed goes on working"
              + " (default: for ever).")
  @Nullable Integer validDays;

  @Option(
      names = "--volume-size",
      paramLabel = "SIZE|fat32|none",
      defaultValue = "fat32",
      converter = VolumeSize.class,
      description = "Largest file on the medium (default: ${DEFAULT-VALUE}).")
  VolumeLimit volumeLimit = VolumeLimit.FAT32;

  @Option(
      names = "--name-account",
      description =
          "Name in the bundle's evidence whose account had access to gated models, and when; else"
              + " only the page for paper does.")
  boolean nameAccount;

  @Option(
      names = "--rehearse",
      description = "Install the bundle here at the end, without a network, and remove it again.")
  boolean rehearse;

  @Mixin final ProgramOptions dist = new ProgramOptions();

  @Spec CommandSpec command;

  @Override
  protected ExitStatus run(Console console) throws IOException, InterruptedException {
    if (rehearse && !cosigners.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "a bundle with cosigners installs when all have signed: 'sign' it, then 'rehearse' it");
    }
    var profile = target.profile();
    var smaller = profile.flatMap(TargetFit::smallerRecipe);
    var selection = noModels ? Selection.NOTHING : recipes.selection(smaller);
    if (smaller.isPresent() && !noModels && !recipes.isNamed()) {
      console.say("recipe: " + smaller.get() + ", for that machine has little memory");
    }
    var programs = dist.programs();
    var wanted = target.chosen(profile, need(selection), console);
    if (wanted.forCards()) {
      licences.requireNvidia(cuda.component().terms(true), console);
    }
    try (var client = needsHub(selection) ? connect(console) : null;
        var web = wanted.forCards() && !offline ? new PublicContent(hub.settings()) : null) {
      var chosen =
          chooser(client).choose(selection, locks.file().read()).requiredUnless(NO_SPEAKERS);
      new ChoiceView(console).tell(chosen.decisions());
      try (var destination = Destination.of(out, caches)) {
        var request = request(chosen.recipes(), destination.folder(), console);
        var jdk = Path.of(System.getProperty("java.home"));
        var built =
            new BundleBuild(
                    models(client, chosen, wanted, console),
                    wanted.forCards() ? graphics(web, console) : GraphicsSupply.NONE,
                    programs,
                    jdk,
                    console.progress(),
                    nameAccount)
                .build(request);
        if (rehearse) {
          rehearse(built, request, console);
        }
        new BuildView(console)
            .show(destination.deliver(built, request.signers().required(), console));
        return built.models().missing().isEmpty() ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
      }
    }
  }

  /// What is known of the room before anything is asked of anybody: choices are still open.
  private TargetFit.Need need(Selection selection) {
    long models =
        Recipe.repositoriesOf(selection.recipes()).stream()
            .flatMap(repository -> repository.files().stream())
            .mapToLong(file -> file.sizeBytes().orElse(0))
            .sum();
    var size = new BundleSize(models);
    return new TargetFit.Need(
        size.aboutInstalled(), size.aboutInstalled() + cuda.component().libraryBytes(false));
  }

  private void rehearse(Built built, BuildRequest request, Console console)
      throws IOException, InterruptedException {
    var folder = built.bundle().folder();
    var bundle = OpenedBundle.open(folder, request.signers().required());
    var rehearsed = new Rehearsal(folder, bundle, console.progress()).run(request.out());
    console.say("Rehearsed: release " + rehearsed.release() + " installs, and works");
  }

  private BuildRequest request(List<Recipe> chosen, Path folder, Console console) {
    var time = time();
    long number = sequence == null ? time.getEpochSecond() : sequence;
    return new BuildRequest(
        chosen,
        Program.Version.number(),
        number,
        time,
        validity(number, time),
        volumeLimit,
        signers(console),
        folder);
  }

  private Validity validity(long number, Instant time) {
    if (minSequence < 0 || minSequence > number) {
      throw new ParameterException(
          command.commandLine(), "--min-sequence is at most the bundle's own sequence, " + number);
    }
    if (validDays != null && (validDays < 1 || validDays > MAX_VALID_DAYS)) {
      throw new ParameterException(
          command.commandLine(), "--valid-for is a number of days, 1 to " + MAX_VALID_DAYS);
    }
    return new Validity(
        minSequence, validDays == null ? null : time.plus(validDays, ChronoUnit.DAYS));
  }

  private Signers signers(Console console) {
    return new Signers(
        List.of(key.key(console)), cosigners.stream().map(BuildVerb::cosigner).toList());
  }

  private static TrustedKey cosigner(Path file) {
    try {
      return TrustedKey.inFile(file);
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              SigningCode.COSIGNER_UNFIT,
              "No key of a cosigner here",
              "reading the key of a cosigner from " + file,
              e instanceof NoSuchFileException ? "no such file" : e.getClass().getSimpleName(),
              "name the public half of the other person's key: --cosigner NAME.pem"));
    }
  }

  private boolean needsHub(Selection selection) {
    return !offline && !selection.equals(Selection.NOTHING);
  }

  private HubClient connect(Console console) {
    return noToken ? hub.connect(console, Optional.empty()) : hub.connect(console);
  }

  private Chooser chooser(@Nullable HubClient client) {
    if (noToken) {
      return Chooser.leavingOutGated();
    }
    return client == null ? Chooser.offline() : Chooser.asking(client);
  }

  private ModelSource models(
      @Nullable HubClient client, Chosen chosen, TargetOptions.Chosen target, Console console) {
    var wanted = new HubModels.Wanted(!noToken, target.processors(), withOriginals, target.cards());
    return client == null
        ? HubModels.offline(locks.file(), caches.cache(), wanted, console.progress())
        : HubModels.from(
            fetch(client, chosen, console), caches.cache(), wanted, console.progress());
  }

  private GraphicsSupply graphics(@Nullable PublicContent web, Console console) {
    return new CardLibraries(
        cuda.supply(locks.file(), caches.folder(), Optional.ofNullable(web), console),
        console.progress());
  }

  private RecipeFetch fetch(HubClient client, Chosen chosen, Console console) {
    var fetcher = new Fetcher(client, caches.cache(), downloads.settings(), console.progress());
    return new RecipeFetch(
        client, fetcher, locks.file(), licences.consent(console), chosen.toLock());
  }

  private Instant time() {
    var time = statedTime();
    if (time.getEpochSecond() < 0 || time.getEpochSecond() > TarHeader.MAX_SECONDS) {
      throw new ParameterException(
          command.commandLine(), "a bundle is of a time between 1970 and 2242");
    }
    return time;
  }

  private Instant statedTime() {
    try {
      if (created != null) {
        return Instant.parse(created).truncatedTo(ChronoUnit.SECONDS);
      }
      return ProgramOptions.usualTime();
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new ParameterException(
          command.commandLine(),
          "the time of creation is written as 2026-11-21T00:00:00Z, SOURCE_DATE_EPOCH in seconds",
          e);
    }
  }
}
