package voxcrate.bundler.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import voxcrate.bundler.cli.PrecisionOptions.PrecisionWord;
import voxcrate.bundler.cuda.TargetFit;
import voxcrate.bundler.cuda.TargetProfile;
import voxcrate.cli.Console;
import voxcrate.model.Precision;

/// `--target` and `--precision` of a bundle. What is for graphics cards computes on processors as
/// well: it carries the models in both forms.
final class TargetOptions {
  @Option(
      names = "--target",
      paramLabel = "cpu|gpu|PROFILE",
      converter = TargetWord.class,
      description =
          "What the bundle is for: processors alone, NVIDIA's graphics cards too, or the machine"
              + " whose profile 'voxcrate-installer probe' has written (a terminal asks; else"
              + " cpu).")
  @Nullable Target target;

  @Option(
      names = "--precision",
      paramLabel = "f32|f16|int8",
      converter = PrecisionWord.class,
      description =
          "What the models compute in: on cards where the bundle is for them (default: f16), else"
              + " on processors (default: f32). Networks that do not bear it keep f32.")
  @Nullable Precision precision;

  /// What was said of the target.
  sealed interface Target {
    record Cpu() implements Target {}

    record Gpu() implements Target {}

    record Machine(Path profile) implements Target {}
  }

  /// @param processors what models compute in there
  /// @param cards what they compute in on graphics cards; empty where the bundle is for none
  record Chosen(Precision processors, Optional<Precision> cards) {
    boolean forCards() {
      return cards.isPresent();
    }
  }

  /// The profile, where one is named.
  Optional<TargetProfile> profile() {
    return target instanceof Target.Machine(var file)
        ? Optional.of(TargetProfile.in(file))
        : Optional.empty();
  }

  /// @param profile what [#profile] gave
  /// @param need room that the release takes on the target
  /// @throws voxcrate.problem.ToolException where the machine of the profile cannot run it
  Chosen chosen(Optional<TargetProfile> profile, TargetFit.Need need, Console console) {
    if (profile.isPresent()) {
      var fit = TargetFit.of(profile.get(), need);
      fit.words().forEach(console::say);
      return fit.forCards() ? cards(fit.precision()) : processors();
    }
    return (target == null ? asked(console) : target) instanceof Target.Gpu
        ? cards(Precision.F16)
        : processors();
  }

  private Chosen processors() {
    return new Chosen(precision == null ? Precision.F32 : precision, Optional.empty());
  }

  private Chosen cards(Precision usual) {
    return new Chosen(Precision.F32, Optional.of(precision == null ? usual : precision));
  }

  private static Target asked(Console console) {
    var terminal = System.console();
    if (terminal != null && terminal.isTerminal() && !console.wantsJson()) {
      var answer =
          terminal.readLine(
              "What will it run on: processors alone, or an NVIDIA graphics card too? [cpu/gpu,"
                  + " default cpu] ");
      if (answer != null && answer.strip().equalsIgnoreCase("gpu")) {
        return new Target.Gpu();
      }
    } else {
      console.say("target: cpu, as none was named; for NVIDIA's cards too: --target gpu");
    }
    return new Target.Cpu();
  }

  static final class TargetWord implements ITypeConverter<Target> {
    @Override
    public Target convert(String text) {
      return switch (text) {
        case "cpu" -> new Target.Cpu();
        case "gpu" -> new Target.Gpu();
        default -> new Target.Machine(Path.of(text));
      };
    }
  }
}
