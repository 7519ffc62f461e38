package voxcrate.bundler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import voxcrate.bundle.recipe.Licence;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.Source;
import voxcrate.bundler.build.BundleSize;
import voxcrate.bundler.choice.Decision;
import voxcrate.bundler.cuda.CudaComponent;
import voxcrate.bundler.download.FetchNeed;
import voxcrate.bundler.download.MeasuredRate;
import voxcrate.bundler.plan.BundlePlan;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.bundler.plan.PlannedRepository;
import voxcrate.cli.Console;
import voxcrate.json.Json;

/// Shows a plan: what there is to fetch, and what that takes.
///
/// @param decisions choices that were made on the way to the plan
/// @param rate of the last fetch from the same hub
/// @param component what a bundle for graphics cards carries on top
record PlanView(
    BundlePlan plan,
    List<Decision> decisions,
    FetchNeed need,
    Optional<MeasuredRate> rate,
    BundleSize bundle,
    CudaComponent component) {

  void show(Console console) {
    plan.repositories().forEach(repository -> show(repository, console));
    decisions.forEach(decision -> console.print("choice    " + decision.line()));
    totals().forEach(console::print);
    if (need.isTooMuch()) {
      console.warn("the disk of the model cache has not enough room for this");
    }
    console.result(document(console));
  }

  private static void show(PlannedRepository planned, Console console) {
    var repository = planned.repository();
    console.print(
        "%s @%.12s, %s, %s"
            .formatted(
                repository.name(), repository.commit(), licence(repository), access(repository)));
    for (var file : planned.files()) {
      console.print("%12d  %s".formatted(file.sizeBytes(), file.path()));
    }
  }

  private static String access(RecipeRepository repository) {
    return switch (repository.source()) {
      case Source.Folder(var folder) -> "local: " + folder;
      case Source.Hub _ -> repository.gated() ? "gated: terms to accept" : "open";
    };
  }

  private static String licence(RecipeRepository repository) {
    return Licence.isNonCommercial(repository.licence())
        ? repository.licence() + " (no commercial use: --accept-licence)"
        : repository.licence();
  }

  private List<String> totals() {
    var lines = new ArrayList<String>();
    lines.add("files     %d files, %d bytes in all".formatted(plan.fileCount(), plan.sizeBytes()));
    lines.add("download  " + amount(need.toFetch()));
    if (need.here().bytes() > 0) {
      lines.add("here      " + amount(need.here()) + ", held against their digests at the fetch");
    }
    if (need.copied().bytes() > 0) {
      lines.add("copy      " + amount(need.copied()) + ", from this machine");
    }
    lines.add("time      " + time());
    lines.add("disk      " + disk());
    lines.add("medium    about " + megabytes(bundle.aboutOnMedium()));
    lines.add("target    about " + megabytes(bundle.aboutInstalled()) + " installed");
    var cards = bundle.forCards(component.libraryBytes(true));
    var without = bundle.forCards(component.libraryBytes(false));
    lines.add(
        "with gpu  up to %s, %s installed; %s and %s where no model needs cuDNN"
            .formatted(
                megabytes(cards.aboutOnMedium()),
                megabytes(cards.aboutInstalled()),
                megabytes(without.aboutOnMedium()),
                megabytes(without.aboutInstalled())));
    lines.add("licences  " + String.join(", ", plan.licences()));
    lines.add("hosts     " + String.join(", ", plan.hosts()));
    return lines;
  }

  private static String amount(FetchNeed.Amount amount) {
    return "%d files, %d bytes".formatted(amount.files(), amount.bytes());
  }

  private String time() {
    if (need.toFetch().bytes() == 0) {
      return "none: nothing has to come";
    }
    return rate.map(this::time)
        .orElse("not known: nothing was fetched from this hub into this cache so far");
  }

  private String time(MeasuredRate measured) {
    var time = measured.timeFor(need.toFetch().bytes());
    return String.format(
        Locale.ROOT,
        "about %d:%02d:%02d, at %.1f MB/s as on %s",
        time.toHours(),
        time.toMinutesPart(),
        time.toSecondsPart(),
        measured.bytesPerSecond() / 1e6,
        measured.measured());
  }

  private String disk() {
    var free = need.freeBytes();
    return "%d bytes in the model cache%s"
        .formatted(need.diskBytes(), free.isPresent() ? ", " + free.getAsLong() + " are free" : "");
  }

  private static String megabytes(long bytes) {
    return Math.ceilDiv(bytes, 1_000_000) + " MB";
  }

  private Json document(Console console) {
    var document =
        Json.object()
            .put("choices", new ChoiceView(console).document(decisions))
            .put("files", plan.fileCount())
            .put("bytes", plan.sizeBytes())
            .put("fetch", document(need.toFetch()))
            .put("here", document(need.here()))
            .put("copy", document(need.copied()))
            .put("diskBytes", need.diskBytes());
    need.freeBytes().ifPresent(free -> document.put("freeBytes", free));
    rate.ifPresent(measured -> document.put("time", document(measured)));
    return document
        .put("aboutMediumBytes", bundle.aboutOnMedium())
        .put("aboutInstalledBytes", bundle.aboutInstalled())
        .put("gpu", sizes(bundle.forCards(component.libraryBytes(true))))
        .put("gpuWithoutCudnn", sizes(bundle.forCards(component.libraryBytes(false))))
        .put("licences", Json.strings(plan.licences()))
        .put("hosts", Json.strings(plan.hosts()))
        .put(
            "repositories",
            plan.repositories().stream().map(PlanView::document).collect(Json.toArray()))
        .build();
  }

  private static Json sizes(BundleSize size) {
    return Json.object()
        .put("aboutMediumBytes", size.aboutOnMedium())
        .put("aboutInstalledBytes", size.aboutInstalled())
        .build();
  }

  private static Json document(FetchNeed.Amount amount) {
    return Json.object().put("files", amount.files()).put("bytes", amount.bytes()).build();
  }

  private Json document(MeasuredRate measured) {
    return Json.object()
        .put("seconds", measured.timeFor(need.toFetch().bytes()).toSeconds())
        .put("bytesPerSecond", measured.bytesPerSecond())
        .put("measured", measured.measured().toString())
        .build();
  }

  private static Json document(PlannedRepository planned) {
    var repository = planned.repository();
    return Json.object()
        .put("name", repository.name())
        .put("commit", repository.commit())
        .put("local", repository.isLocal())
        .put("gated", repository.gated())
        .put("licence", repository.licence())
        .put("bytes", planned.sizeBytes())
        .put("files", planned.files().stream().map(PlanView::document).collect(Json.toArray()))
        .build();
  }

  private static Json document(PlannedFile file) {
    var document = Json.object().put("path", file.path().value()).put("bytes", file.sizeBytes());
    file.sha256().ifPresent(digest -> document.put("sha256", digest.hex()));
    return document.build();
  }
}
