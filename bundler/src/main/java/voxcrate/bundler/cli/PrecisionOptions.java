package voxcrate.bundler.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import voxcrate.model.Precision;

/// `--target` and `--precision`: what models are to run on, and what they compute in.
final class PrecisionOptions {
  @Option(
      names = "--target",
      paramLabel = "cpu|gpu",
      defaultValue = "cpu",
      converter = TargetWord.class,
      description = "What the models will run on (default: ${DEFAULT-VALUE}).")
  Target target = Target.CPU;

  @Option(
      names = "--precision",
      paramLabel = "f32|f16|int8",
      converter = PrecisionWord.class,
      description =
          "What the models compute in (default: f32 for cpu, f16 for gpu). Networks that do not"
              + " bear it keep f32.")
  @Nullable Precision precision;

  /// What a model is made for. Eight bits are no processor's default before the quality figures
  /// hold with them.
  enum Target {
    CPU(Precision.F32),
    GPU(Precision.F16);

    private final Precision usual;

    Target(Precision usual) {
      this.usual = usual;
    }
  }

  Precision chosen() {
    return precision == null ? target.usual : precision;
  }

  static final class PrecisionWord implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String text) {
      return Precision.of(text)
          .orElseThrow(() -> new TypeConversionException("expected f32, f16 or int8"));
    }
  }

  static final class TargetWord implements ITypeConverter<Target> {
    @Override
    public Target convert(String text) {
      return switch (text) {
        case "cpu" -> Target.CPU;
        case "gpu" -> Target.GPU;
        default -> throw new TypeConversionException("expected cpu or gpu");
      };
    }
  }
}
