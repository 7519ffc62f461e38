package voxcrate.bundler.evidence;

import java.util.List;
import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.evidence.Subject.Grant;
import voxcrate.bundler.pack.ReleasedModel;
import voxcrate.report.Report;
import voxcrate.report.Report.Table;
import voxcrate.report.TextPage;

/// The page that lies beside a bundle and not in it: whose account had access to what is gated, and
/// when. For paper, because it names a person.
public final class PaperPage {
  private PaperPage() {}

  /// @param manifest digest of `bundle.json`, so that the paper belongs to one bundle
  /// @param grants what is known; a model may have come another way than through the hub
  public static String of(Subject subject, Digest manifest, List<Grant> grants) {
    var report =
        Report.titled("Access to gated models, for " + subject.bundle())
            .fact("bundle.json", manifest.hex())
            .words(
                "The hub gives files of these repositories only to accounts whose owners have"
                    + " accepted the authors' terms.");
    report.add(
        new Table(
            List.of("Repository", "commit", "account", "checked", "hub"),
            gated(subject).stream().map(repository -> row(repository, grants)).toList()));
    return TextPage.of(
        report
            .words(
                "Print this and keep it with the operator's card. It names an account, so it does"
                    + " not go on the medium.")
            .build());
  }

  /// Whether there is anything to tell.
  public static boolean isNeededFor(Subject subject) {
    return !gated(subject).isEmpty();
  }

  private static List<RecipeRepository> gated(Subject subject) {
    return subject.release().models().stream()
        .map(ReleasedModel::repository)
        .filter(repository -> repository.gated() && !repository.isLocal())
        .toList();
  }

  private static List<String> row(RecipeRepository repository, List<Grant> grants) {
    return grants.stream()
        .filter(grant -> grant.repository().equals(repository.name()))
        .findFirst()
        .map(
            grant ->
                List.of(
                    repository.name(),
                    repository.commit(),
                    grant.account(),
                    grant.checked().toString(),
                    grant.hub()))
        .orElseGet(
            () ->
                List.of(
                    repository.name(),
                    repository.commit(),
                    "not recorded: the files were in the cache already",
                    "-",
                    "-"));
  }
}
