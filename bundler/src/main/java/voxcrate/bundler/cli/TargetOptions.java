package voxcrate.bundler.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import voxcrate.bundler.cli.PrecisionOptions.PrecisionWord;
import voxcrate.bundler.cli.PrecisionOptions.Target;
import voxcrate.bundler.cli.PrecisionOptions.TargetWord;
import voxcrate.cli.Console;
import voxcrate.model.Precision;

/// `--target` and `--precision` of a bundle. What is for graphics cards computes on processors as
/// well: it carries the models in both forms.
final class TargetOptions {
  @Option(
      names = "--target",
      paramLabel = "cpu|gpu",
      converter = TargetWord.class,
      description =
          "What the bundle is for: processors alone, or NVIDIA's graphics cards too (a terminal"
              + " asks; else cpu).")
  @Nullable Target target;

  @Option(
      names = "--precision",
      paramLabel = "f32|f16|int8",
      converter = PrecisionWord.class,
      description =
          "What the models compute in: on cards for gpu (default: f16), else on processors"
              + " (default: f32). Networks that do not bear it keep f32.")
  @Nullable Precision precision;

  /// @param processors what models compute in there
  /// @param cards what they compute in on graphics cards; empty where the bundle is for none
  record Chosen(Precision processors, Optional<Precision> cards) {
    boolean forCards() {
      return cards.isPresent();
    }
  }

  Chosen chosen(Console console) {
    return switch (target == null ? asked(console) : target) {
      case CPU -> new Chosen(precision == null ? Precision.F32 : precision, Optional.empty());
      case GPU ->
          new Chosen(Precision.F32, Optional.of(precision == null ? Precision.F16 : precision));
    };
  }

  private static Target asked(Console console) {
    var terminal = System.console();
    if (terminal != null && terminal.isTerminal() && !console.wantsJson()) {
      var answer =
          terminal.readLine(
              "What will it run on: processors alone, or an NVIDIA graphics card too? [cpu/gpu,"
                  + " default cpu] ");
      if (answer != null && answer.strip().equalsIgnoreCase("gpu")) {
        return Target.GPU;
      }
    } else {
      console.say("target: cpu, as none was named; for NVIDIA's cards too: --target gpu");
    }
    return Target.CPU;
  }
}
