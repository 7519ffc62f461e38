package voxcrate.bundler.practice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;

/// Reads `practice-hub.json`, the form of which `docs/practice-hub.md` describes. A key that is not
/// known is an error, so that a slip of the pen does not open a gate.
public final class PracticeConfigReader {
  private PracticeConfigReader() {}

  /// What the folder's own file says; everything open where it has none.
  ///
  /// @throws JsonException when the file is not such a configuration
  public static PracticeConfig of(Path folder) throws IOException {
    var file = folder.resolve(PracticeHub.CONFIG_NAME);
    return Files.exists(file) ? read(file) : PracticeConfig.open();
  }

  /// @throws JsonException when the file is not such a configuration
  public static PracticeConfig read(Path file) throws IOException {
    var document = JsonReader.readObject(Files.readAllBytes(file));
    allow(document, "repositories", "accounts", "pageEntries", "faults");
    try {
      return new PracticeConfig(
          repositories(document),
          document.find("accounts").isPresent()
              ? objects(document, "accounts").map(PracticeConfigReader::account).toList()
              : PracticeAccount.examples(),
          document.find("pageEntries").isPresent()
              ? Math.toIntExact(document.integer("pageEntries"))
              : PracticeConfig.HUB_PAGE_ENTRIES,
          objects(document, "faults").map(FaultReader::read).toList());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new JsonException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<String, RepositorySettings> repositories(Json.Obj document) {
    var settings = new HashMap<String, RepositorySettings>();
    if (document.find("repositories").isPresent()) {
      var members = document.object("repositories");
      members.members().keySet().forEach(name -> settings.put(name, settings(members, name)));
    }
    return settings;
  }

  private static RepositorySettings settings(Json.Obj repositories, String name) {
    var settings = repositories.object(name);
    allow(settings, "gate", "prompt", "formerNames", "disabled", "xet");
    return new RepositorySettings(
        settings.find("gate").isPresent() ? gate(settings.text("gate")) : Gate.NONE,
        settings.find("prompt").isPresent() ? settings.text("prompt") : "",
        List.copyOf(texts(settings, "formerNames")),
        settings.find("disabled").isPresent() && settings.flag("disabled"),
        settings.find("xet").isPresent() && settings.flag("xet"));
  }

  private static Gate gate(String word) {
    return switch (word) {
      case "none" -> Gate.NONE;
      case "auto" -> Gate.AUTO;
      case "manual" -> Gate.MANUAL;
      default -> throw new JsonException("a gate is none, auto or manual, not " + word);
    };
  }

  private static PracticeAccount account(Json.Obj account) {
    allow(account, "name", "token", "role", "canReadGatedRepos", "scoped", "standing", "access");
    var name = account.text("name");
    return new PracticeAccount(
        name,
        account.find("token").isPresent() ? account.text("token") : PracticeAccount.tokenOf(name),
        new TokenScope(
            role(word(account, "role", "read")),
            account.find("canReadGatedRepos").isPresent() && account.flag("canReadGatedRepos"),
            texts(account, "scoped")),
        standing(word(account, "standing", "valid")),
        access(account));
  }

  private static TokenScope.Role role(String word) {
    for (var role : TokenScope.Role.values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new JsonException("a role is read, write or fineGrained, not " + word);
  }

  private static PracticeAccount.Standing standing(String word) {
    return switch (word) {
      case "valid" -> PracticeAccount.Standing.VALID;
      case "expired" -> PracticeAccount.Standing.EXPIRED;
      case "blocked" -> PracticeAccount.Standing.BLOCKED;
      default -> throw new JsonException("a standing is valid, expired or blocked, not " + word);
    };
  }

  private static Map<String, GateState> access(Json.Obj account) {
    if (account.find("access").isEmpty()) {
      return Map.of(PracticeAccount.EVERY_REPOSITORY, GateState.ACCEPTED);
    }
    var access = account.object("access");
    return access.members().keySet().stream()
        .collect(Collectors.toMap(name -> name, name -> state(access.text(name))));
  }

  private static GateState state(String word) {
    return switch (word) {
      case "accepted" -> GateState.ACCEPTED;
      case "terms" -> GateState.TERMS;
      case "pending" -> GateState.PENDING;
      case "rejected" -> GateState.REJECTED;
      case "reset" -> GateState.RESET;
      default ->
          throw new JsonException(
              "access is accepted, terms, pending, rejected or reset, not " + word);
    };
  }

  private static String word(Json.Obj object, String name, String otherwise) {
    return object.find(name).isPresent() ? object.text(name) : otherwise;
  }

  private static Set<String> texts(Json.Obj object, String name) {
    var texts = new HashSet<String>();
    for (var item : object.find(name).isPresent() ? object.array(name) : List.<Json>of()) {
      if (!(item instanceof Json.Str(var text))) {
        throw new JsonException("member '" + name + "' holds something that is not a string");
      }
      texts.add(text);
    }
    return texts;
  }

  private static Stream<Json.Obj> objects(Json.Obj document, String name) {
    return Optional.ofNullable(document.members().get(name)).stream()
        .flatMap(_ -> document.array(name).stream())
        .map(
            item -> {
              if (item instanceof Json.Obj object) {
                return object;
              }
              throw new JsonException("member '" + name + "' holds something that is no object");
            });
  }

  static void allow(Json.Obj object, String... names) {
    for (var name : object.members().keySet()) {
      if (!List.of(names).contains(name)) {
        throw new JsonException("unknown member '" + name + "'");
      }
    }
  }
}
