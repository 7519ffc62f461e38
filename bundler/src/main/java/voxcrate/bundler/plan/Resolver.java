package voxcrate.bundler.plan;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.recipe.PipelineParts;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.lock.LockCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Settles what recipes leave open: as the lock has it; else by what a built-in recipe pins; else
/// as the hub says. A recipe that names a pipeline without its parts gets those that the pipeline's
/// own `config.yaml` names.
public final class Resolver {
  private final OpenQuestions open;
  private final Pins pins = Pins.of(RecipeCatalog.builtIn());

  /// Answers what neither recipe nor lock nor pin says.
  interface OpenQuestions {
    RecipeRepository settle(WantedRepository wanted) throws InterruptedException;

    /// Empty where the gate of `pipeline` is closed to us.
    Optional<PipelineParts> parts(RecipeRepository pipeline) throws InterruptedException;

    /// All files that there are at the commit of `repository`.
    List<RecipeFile> files(RecipeRepository repository) throws InterruptedException;
  }

  private Resolver(OpenQuestions open) {
    this.open = open;
  }

  /// Asks the hub. But for what a pipeline is made of, it tells everybody.
  public static Resolver asking(HubClient client) {
    return new Resolver(new AskTheHub(new HubFacts(client), new PipelineReading(client)));
  }

  /// Asks nobody: what is open and not locked stops the command.
  public static Resolver offline() {
    return new Resolver(new AskNobody());
  }

  /// @throws ToolException where recipe and lock disagree, or something open cannot be settled
  public Resolution resolve(Collection<Recipe> recipes, Lock lock) throws InterruptedException {
    var resolving = new Resolving(open, pins, lock);
    for (var recipe : recipes) {
      resolving.add(recipe);
    }
    return resolving.resolution();
  }

  private record AskTheHub(HubFacts hub, PipelineReading pipelines) implements OpenQuestions {
    @Override
    public RecipeRepository settle(WantedRepository wanted) throws InterruptedException {
      return new Settlement(hub, wanted).settle();
    }

    @Override
    public Optional<PipelineParts> parts(RecipeRepository pipeline) throws InterruptedException {
      return pipelines.parts(pipeline);
    }

    @Override
    public List<RecipeFile> files(RecipeRepository repository) throws InterruptedException {
      return hub.files(repository.name(), repository.commit()).keySet().stream()
          .map(RecipeFile::named)
          .toList();
    }
  }

  private record AskNobody() implements OpenQuestions {
    @Override
    public RecipeRepository settle(WantedRepository wanted) {
      throw notLocked(wanted.name() + " at " + wanted.revision());
    }

    @Override
    public Optional<PipelineParts> parts(RecipeRepository pipeline) {
      throw notLocked("the parts of " + pipeline.name());
    }

    @Override
    public List<RecipeFile> files(RecipeRepository repository) {
      throw notLocked("the files of " + repository.name());
    }

    private static ToolException notLocked(String what) {
      return new ToolException(
          Problem.of(
                  LockCode.NOT_LOCKED,
                  "The lock file does not know what the recipe leaves open",
                  "settling " + what + " without the hub",
                  "nothing locked of that name",
                  "on a machine with a connection: voxcrate-bundler fetch",
                  "or name the lock file of the fetch that filled the cache: --lock FILE")
              .expecting("commit, gate, licence and files, as the first fetch has locked them"));
    }
  }
}
