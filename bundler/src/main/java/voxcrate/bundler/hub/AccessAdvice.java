package voxcrate.bundler.hub;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;

/// What to tell somebody who stands before a closed gate: each state has its own words and its own
/// next step, with the page to open at the hub in use.
record AccessAdvice(HubAddress address, Optional<FoundToken> token, Optional<Account> account) {
  // Headlines that people know from elsewhere and search for.
  private static final String NO_ACCESS = "Cannot access gated repository";
  private static final String INVALID_TOKEN = "Invalid HuggingFace token";
  private static final String NOT_AGREED = "Model agreement not accepted";

  private static final String CHECK = "then check: voxcrate-bundler access";
  private static final String LOGIN = "then run 'voxcrate-bundler login' and paste it there";
  private static final String OTHER_RECIPE = "use another recipe: voxcrate-bundler recipes";

  Optional<Problem> problem(String name, AccessStatus status) {
    return switch (status) {
      case AccessStatus.Granted _ -> Optional.empty();
      case AccessStatus.TokenMissing(var sent, var words) ->
          Optional.of(sent ? tokenLost(words) : noToken());
      case AccessStatus.TokenRejected(var words) -> Optional.of(tokenRejected(words));
      case AccessStatus.TokenBlocked(var words) -> Optional.of(tokenBlocked(words));
      case AccessStatus.TermsNotAccepted _ -> Optional.of(termsNotAccepted(name));
      case AccessStatus.AwaitingReview _ -> Optional.of(awaitingReview(name));
      case AccessStatus.RequestRejected(var words) -> Optional.of(requestRejected(name, words));
      case AccessStatus.AccessReset(var words) -> Optional.of(accessReset(name, words));
      case AccessStatus.ScopeMissing _ -> Optional.of(scopeMissing());
      case AccessStatus.UnknownRepository(var words) -> Optional.of(unknown(name, words));
      case AccessStatus.Disabled(var words) -> Optional.of(disabled(name, words));
      case AccessStatus.Refused(var words) -> Optional.of(refused(name, words));
      case AccessStatus.Undecided(var trouble) ->
          Optional.of(TroubleProblems.of(trouble, "checking access at " + address));
    };
  }

  private Problem noToken() {
    return Problem.of(
        HubCode.TOKEN_MISSING,
        NO_ACCESS,
        "checking access to gated models at " + address,
        "no token; looked for --token-file, HF_TOKEN, HUGGINGFACE_TOKEN, HUGGING_FACE_HUB_TOKEN,"
            + " .env, HF_TOKEN_PATH and the hub client's own file",
        "make a token: " + address.newToken(),
        LOGIN);
  }

  private Problem tokenLost(String words) {
    return Problem.of(
        HubCode.TOKEN_MISSING,
        NO_ACCESS,
        "checking access to gated models at " + address,
        "the token from " + source() + " was sent and did not arrive (" + words + ")",
        "see whether a proxy takes the Authorization header away",
        CHECK);
  }

  private Problem tokenRejected(String words) {
    return Problem.of(
            HubCode.TOKEN_REJECTED,
            INVALID_TOKEN,
            "showing the token from " + source() + " to " + address,
            "the hub does not know it: mistyped, expired or revoked (" + words + ")",
            "look for it under " + address.tokenSettings(),
            "or make a new one: " + address.newToken(),
            LOGIN)
        .expecting("a token of this hub that is still valid");
  }

  private Problem tokenBlocked(String words) {
    return Problem.of(
        HubCode.TOKEN_BLOCKED,
        NO_ACCESS,
        "showing the token from " + source() + " to " + address,
        "an organisation of the account does not let this token in (" + words + ")",
        "ask an administrator of the organisation to approve the token",
        "or use the token of an account that is in no such organisation",
        LOGIN);
  }

  private Problem termsNotAccepted(String repository) {
    return at(
        repository,
        HubCode.TERMS_NOT_ACCEPTED,
        NOT_AGREED,
        "the account has not agreed to this model's terms",
        open(repository) + ", read the terms and choose 'Agree and access repository'",
        checkAndWait(repository));
  }

  private Problem awaitingReview(String repository) {
    return at(
        repository,
        HubCode.AWAITING_REVIEW,
        NO_ACCESS,
        "you agreed; the authors have not answered yet",
        "wait for the authors' answer, which comes by e-mail",
        open(repository) + " to see the state of the request",
        checkAndWait(repository));
  }

  private Problem requestRejected(String repository, String words) {
    return at(
        repository,
        HubCode.REQUEST_REJECTED,
        NO_ACCESS,
        "the authors rejected the request (" + words + ")",
        open(repository) + " and write to the authors",
        "or " + OTHER_RECIPE);
  }

  private Problem accessReset(String repository, String words) {
    return at(
        repository,
        HubCode.ACCESS_RESET,
        NOT_AGREED,
        "the authors took the access back (" + words + ")",
        open(repository) + " and agree to the terms again",
        checkAndWait(repository));
  }

  private Problem scopeMissing() {
    return Problem.of(
        HubCode.SCOPE_MISSING,
        NO_ACCESS,
        "checking access to gated models at " + address,
        "a fine-grained token that may not read gated repositories",
        "under "
            + address.tokenSettings()
            + " edit the token and tick 'Read access to contents of all public gated repos you can"
            + " access'",
        "or make one that has it ticked: " + address.newToken(),
        CHECK + " --wait");
  }

  private Problem unknown(String repository, String words) {
    return at(
        repository,
        HubCode.REPOSITORY_UNKNOWN,
        NO_ACCESS,
        "missing or private (" + words + ")",
        open(repository) + " and see whether the model is there",
        "check HF_ENDPOINT: the hub in use is " + address);
  }

  private Problem disabled(String repository, String words) {
    return at(
        repository,
        HubCode.REPOSITORY_DISABLED,
        NO_ACCESS,
        "shut by the hub for everybody (" + words + ")",
        OTHER_RECIPE,
        open(repository) + " to read why");
  }

  private Problem refused(String repository, String words) {
    return at(
        repository,
        HubCode.REFUSED,
        NO_ACCESS,
        words,
        open(repository) + " and do what the hub says there",
        check(repository));
  }

  private static Problem at(
      String repository, HubCode code, String headline, String found, String... remedy) {
    return Problem.of(code, headline, "checking access to " + repository, found, remedy);
  }

  /// The page to open, and as whom: terms agreed to with another account are a common mistake.
  private String open(String repository) {
    var as = account.map(who -> " (signed in as " + who.name() + ")").orElse("");
    return "open " + address.page(repository) + as;
  }

  private static String checkAndWait(String repository) {
    return check(repository) + " --wait";
  }

  /// For the recipe that needs the repository: another one's gates may be open already.
  private static String check(String repository) {
    return RecipeCatalog.builtIn().recipes().stream()
        .filter(recipe -> recipe.pinned().stream().anyMatch(it -> it.name().equals(repository)))
        .findFirst()
        .map(recipe -> CHECK + " " + recipe.name())
        .orElse(CHECK);
  }

  private String source() {
    return token.map(found -> found.source().label()).orElse("nowhere");
  }

  /// One problem that tells of all.
  ///
  /// @param exit which of them decides how the command ends
  static Problem together(List<Problem> problems, ExitStatus exit) {
    var first =
        problems.stream()
            .filter(problem -> problem.code().exit() == exit)
            .findFirst()
            .orElseThrow();
    if (problems.size() == 1) {
      return first;
    }
    var found =
        problems.stream()
            .map(problem -> problem.doing() + ": " + problem.found())
            .collect(Collectors.joining("\n"));
    var remedy = new LinkedHashSet<String>();
    // A step that several want comes when all have been told what precedes it.
    problems.forEach(problem -> problem.remedy().forEach(remedy::addLast));
    return new Problem(
        first.code(),
        first.headline(),
        "checking access to all gated models",
        found,
        first.expected(),
        new ArrayList<>(remedy));
  }
}
