package voxcrate.bundler.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.cuda.CudaCode;
import voxcrate.bundler.cuda.CudaComponent.Terms;
import voxcrate.bundler.download.Consent;
import voxcrate.cli.Console;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Which licences are accepted that somebody has to accept.
public final class LicenceOptions {
  private static final String NVIDIA = "nvidia-cuda";
  private static final String NON_COMMERCIAL = "non-commercial";

  @Option(
      names = "--accept-licence",
      arity = "0..1",
      paramLabel = NVIDIA,
      parameterConsumer = Accepted.class,
      description =
          "Accept licences that forbid commercial use; with the word nvidia-cuda, NVIDIA's terms"
              + " for its libraries. Else a terminal asks. Repeatable.")
  Set<String> accepted = new HashSet<>();

  /// A word behind the option belongs to it only where it names a licence: else it is a recipe.
  static final class Accepted implements IParameterConsumer {
    @Override
    // The interface is made for this class of Java 1.0.
    @SuppressWarnings("JdkObsolete")
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
      Set<String> accepted = new HashSet<>(option.<Set<String>>getValue());
      boolean named = !words.isEmpty() && List.of(NVIDIA, NON_COMMERCIAL).contains(words.peek());
      accepted.add(named ? words.pop() : NON_COMMERCIAL);
      option.setValue(accepted);
    }
  }

  Consent consent(Console console) {
    return repositories ->
        accepted.contains(NON_COMMERCIAL) || agreedOnTerminal(repositories, console);
  }

  private static boolean agreedOnTerminal(List<RecipeRepository> repositories, Console console) {
    return yes(
        "No commercial use: %s. Is that all right? [y/N] ".formatted(Consent.list(repositories)),
        console);
  }

  /// Shows NVIDIA's terms; nothing has been fetched before somebody agrees.
  ///
  /// @throws ToolException where nobody does
  void requireNvidia(List<Terms> terms, Console console) {
    for (var licence : terms) {
      console.say("licence: " + licence.title() + ", " + licence.address());
      console.say("  " + licence.summary());
    }
    if (!accepted.contains(NVIDIA) && !yes("Do you accept these terms? [y/N] ", console)) {
      throw new ToolException(
          Problem.of(
              CudaCode.LICENCE_NOT_ACCEPTED,
              "NVIDIA's terms were not accepted",
              "checking licences before the download",
              String.join(", ", terms.stream().map(Terms::title).toList()),
              "read them at the addresses above; their texts travel in the bundle's licences.txt",
              "to agree: the same command with --accept-licence nvidia-cuda",
              "without NVIDIA's libraries: --target cpu"));
    }
  }

  private static boolean yes(String question, Console console) {
    var terminal = System.console();
    if (terminal == null || !terminal.isTerminal() || console.wantsJson()) {
      return false;
    }
    var answer = terminal.readLine("%s", question);
    return answer != null && answer.strip().matches("(?i)y(es)?");
  }
}
