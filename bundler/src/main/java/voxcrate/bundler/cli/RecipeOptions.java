package voxcrate.bundler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import voxcrate.bundle.recipe.Choice;
import voxcrate.bundle.recipe.Composition;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeDocument;
import voxcrate.bundle.recipe.Selection;
import voxcrate.bundler.hub.HubCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Which recipes a verb is about.
public final class RecipeOptions {
  private static final String USUAL_LANGUAGE = "en";
  private static final String NO_LANGUAGE = "none";
  private static final String DIARIZATION = "diarization";

  @Parameters(
      arity = "0..*",
      paramLabel = "RECIPE",
      description =
          "What to bundle (default: speech); 'voxcrate-bundler recipes' lists them. Models of your"
              + " own: whisper:ORG/NAME[@REVISION], align:ORG/NAME[@REVISION].")
  List<String> names = new ArrayList<>();

  @Mixin final RecipeFileOptions own = new RecipeFileOptions();

  @Option(
      names = "--languages",
      paramLabel = "LIST",
      split = ",",
      description =
          "Languages in which words get their times, such as de,en; or none (default: en).")
  @Nullable List<String> languages;

  @Option(
      names = "--diarization",
      paramLabel = "3.1|community-1",
      description =
          "Which pipeline tells speakers apart (default: as locked, else community-1 where it is"
              + " granted, else 3.1).")
  @Nullable String diarization;

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  private final RecipeCatalog catalog = RecipeCatalog.builtIn();

  /// Whether anything is said of what to bundle; if only which languages or pipeline, it is of the
  /// usual recipe.
  boolean isGiven() {
    return isNamed() || languages != null || diarization != null;
  }

  /// Whether recipes are named.
  boolean isNamed() {
    return !names.isEmpty() || own.isGiven();
  }

  /// Those named, else the usual one.
  ///
  /// @throws ToolException where something is named that there is not
  public Selection selection() {
    return selection(Optional.empty());
  }

  /// @param usual what is taken where none is named; empty for the usual one
  Selection selection(Optional<String> usual) {
    var documents = usual.isPresent() && !isNamed() ? List.of(named(usual.get())) : documents();
    var languages = languages(documents);
    try {
      return asked(catalog.select(documents, languages));
    } catch (IllegalArgumentException e) {
      throw new ToolException(
          Problem.of(
              HubCode.RECIPE_UNUSABLE,
              "The recipe cannot be used",
              "looking for the recipes that it is made of",
              String.valueOf(e.getMessage()),
              "correct the file; 'voxcrate-bundler recipes' lists what can be named"),
          e);
    }
  }

  private List<RecipeDocument> documents() {
    return isNamed()
        ? Stream.concat(names.stream().map(this::named), own.documents().stream())
            .distinct()
            .toList()
        : List.of(catalog.usual());
  }

  private RecipeDocument named(String name) {
    return catalog
        .document(name)
        .orElseThrow(
            () ->
                new ToolException(
                    Problem.of(
                            HubCode.RECIPE_UNKNOWN,
                            "No such recipe",
                            "looking for the recipe '" + name + "'",
                            "no built-in recipe of that name",
                            "see what there is: voxcrate-bundler recipes",
                            "a recipe of your own is a file: --recipe FILE")
                        .expecting(
                            Stream.concat(
                                    catalog.documents().stream().map(RecipeDocument::name),
                                    catalog.families().stream())
                                .collect(Collectors.joining(", ")))));
  }

  /// What was asked for, in one spelling; every one of them is known.
  private List<String> languages(List<RecipeDocument> documents) {
    var stems = documents.stream().flatMap(document -> stem(document).stream()).toList();
    if (languages == null) {
      return List.of(USUAL_LANGUAGE);
    }
    if (stems.isEmpty()) {
      throw useless("--languages", "speech, speech-small");
    }
    var asked =
        languages.stream()
            .map(language -> language.strip().toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
    if (asked.equals(List.of(NO_LANGUAGE))) {
      return List.of();
    }
    var known = catalog.languages(stems.getFirst());
    for (var language : asked) {
      if (!known.contains(language)) {
        throw unknownLanguage(language, known);
      }
    }
    return asked;
  }

  private static Optional<String> stem(RecipeDocument document) {
    return document instanceof Composition composition ? composition.languages() : Optional.empty();
  }

  private static ToolException unknownLanguage(String language, List<String> known) {
    return new ToolException(
        Problem.of(
                HubCode.LANGUAGE_UNKNOWN,
                "No times of words in this language",
                "looking for the language '" + language + "'",
                "no built-in recipe for it",
                "name others, separated by commas: --languages de,en",
                "text needs none of them: --languages none",
                "a model of your own: align:ORG/NAME beside the other recipes")
            .expecting(String.join(", ", known)));
  }

  private Selection asked(Selection selection) {
    if (diarization == null) {
      return selection;
    }
    if (selection.choices().stream().noneMatch(choice -> choice.name().equals(DIARIZATION))) {
      throw useless("--diarization", "speech, speech-small");
    }
    return new Selection(
        selection.recipes(),
        selection.choices().stream()
            .map(choice -> choice.name().equals(DIARIZATION) ? asked(choice, diarization) : choice)
            .toList());
  }

  private static Choice asked(Choice choice, String wanted) {
    return choice.asking(
        choice
            .find(wanted)
            .orElseThrow(
                () ->
                    new ToolException(
                        Problem.of(
                                HubCode.CHOICE_UNKNOWN,
                                "No such pipeline",
                                "looking for --diarization " + wanted,
                                "no recipe " + choice.name() + "-" + wanted + " to choose",
                                "name one of those that there are, or leave the option out")
                            .expecting(String.join(" or ", choice.names())))));
  }

  private ParameterException useless(String option, String recipes) {
    if (command == null) {
      throw new IllegalStateException("no command line");
    }
    return new ParameterException(
        command.commandLine(), option + " is for recipes that leave it open: " + recipes);
  }
}
