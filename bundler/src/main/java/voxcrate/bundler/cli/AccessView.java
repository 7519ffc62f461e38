package voxcrate.bundler.cli;

import java.util.List;
import java.util.Locale;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.Source;
import voxcrate.bundler.choice.GateSurvey;
import voxcrate.bundler.hub.AccessReport;
import voxcrate.bundler.hub.Account;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.problem.Problem;

/// Shows where somebody stands at the gates.
record AccessView(Console console) {
  /// Who the token belongs to, each gate with its page, then each problem with its remedy.
  void show(AccessReport report) {
    console.print("hub      " + report.address());
    report.account().ifPresent(account -> console.print("account  " + described(account)));
    for (var access : report.repositories()) {
      var page =
          access.status().isGranted()
              ? ""
              : "  " + report.address().page(access.repository().name());
      console.print(
          String.format(
              Locale.ROOT, "%-19s %s%s", access.status().word(), access.repository().name(), page));
    }
  }

  /// What has no gate, because no hub has it.
  void showLocal(List<RecipeRepository> locals) {
    for (var repository : locals) {
      if (repository.source() instanceof Source.Folder(var folder)) {
        console.print(
            String.format(Locale.ROOT, "%-19s %s  %s", "local", repository.name(), folder));
      }
    }
  }

  /// What nobody can know yet.
  void showUnread(List<RecipeRepository> unread) {
    for (var pipeline : unread) {
      console.say(
          "%s names further models in its config.yaml; they are known when its gate is open"
              .formatted(pipeline.name()));
    }
  }

  private String described(Account account) {
    var text = new StringBuilder(account.name()).append(" (token: ").append(account.role());
    account.expiresAt().ifPresent(time -> text.append(", expires ").append(time));
    if (account.isFineGrained() && !account.readsGated()) {
      text.append(", without gated repositories");
    }
    if (account.canWrite()) {
      console.say("the token may write; one that only reads is enough and safer");
    }
    return text.append(")").toString();
  }

  /// All gated models that we know of.
  Json document(AccessReport report) {
    return document(report, report.problems()).build();
  }

  /// The models of recipes.
  Json document(AccessReport report, GateSurvey survey) {
    return document(report, survey.problems(report))
        .put("local", names(survey.locals()))
        .put("unread", names(survey.unread()))
        .put("choices", new ChoiceView(console).document(survey.decisions(report)))
        .build();
  }

  private static Json names(List<RecipeRepository> repositories) {
    return Json.strings(repositories.stream().map(RecipeRepository::name).toList());
  }

  /// @param problems what is in the way
  private static Json.Builder document(AccessReport report, List<Problem> problems) {
    var document =
        Json.object().put("hub", report.address().toString()).put("granted", problems.isEmpty());
    report.token().ifPresent(token -> document.put("token", token.source().label()));
    report
        .account()
        .ifPresent(
            account ->
                document.put(
                    "account",
                    Json.object().put("name", account.name()).put("role", account.role()).build()));
    return document
        .put(
            "repositories",
            report.repositories().stream()
                .map(
                    access ->
                        Json.object()
                            .put("name", access.repository().name())
                            .put("status", access.status().word().replace(' ', '-'))
                            .put(
                                "page",
                                report.address().page(access.repository().name()).toString())
                            .build())
                .collect(Json.toArray()))
        .put(
            "problems",
            problems.stream()
                .map(
                    problem ->
                        Json.object()
                            .put("code", problem.code().id())
                            .put("headline", problem.headline())
                            .put("found", problem.found())
                            .put("remedy", Json.strings(problem.remedy()))
                            .build())
                .collect(Json.toArray()));
  }
}
