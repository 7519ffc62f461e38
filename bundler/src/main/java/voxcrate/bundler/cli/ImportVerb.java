package voxcrate.bundler.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.intake.ForeignTree;
import voxcrate.bundler.intake.Importer;
import voxcrate.bundler.lock.Lock;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;

/// `import`: what somebody has already, into the model cache.
@Command(
    name = "import",
    description = {
      "Takes models that you have already into the model cache, each file verified:",
      "a hub cache (models--ORG--NAME), a torch/pyannote folder, or a .tar, .tar.gz or .zip of"
          + " one.",
      "What no recipe wants stays where it is; nothing there is changed."
    },
    footer = {"", "Example:", "  voxcrate-bundler import ~/.cache/torch/pyannote"})
public final class ImportVerb extends Verb {
  @Parameters(paramLabel = "DIR|ARCHIVE", description = "Where the models are.")
  Path source = Path.of("");

  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      description =
          "A recipe of your own, in the form of docs/recipes.md, beside the built-in ones."
              + " Repeatable.")
  List<Path> recipes = new ArrayList<>();

  @Mixin final CacheOptions caches = new CacheOptions();
  @Mixin final LockOptions locks = new LockOptions();

  @Override
  protected ExitStatus run(Console console) throws InterruptedException {
    var lock = locks.file().read();
    var importer = new Importer(caches.cache(), console.progress());
    var report = importer.take(ForeignTree.at(source), known(lock));
    locks.file().write(lock.with(report.locked()));
    var view = new ImportView(report);
    view.problems().forEach(console::problem);
    view.lines().forEach(console::print);
    console.result(view.document());
    return report.status();
  }

  /// Repositories whose commit is known, from the recipes or the lock; of others nobody could say
  /// what belongs to them.
  private List<RecipeRepository> known(Lock lock) {
    var all =
        Stream.concat(
            RecipeCatalog.builtIn().recipes().stream(), recipes.stream().map(RecipeOptions::own));
    return Recipe.repositoriesOf(all.toList()).stream()
        .flatMap(wanted -> lock.hold(wanted).pinned().stream())
        .distinct()
        .toList();
  }
}
