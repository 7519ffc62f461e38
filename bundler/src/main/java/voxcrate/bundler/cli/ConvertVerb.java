package voxcrate.bundler.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import voxcrate.bundler.convert.Converter;
import voxcrate.bundler.convert.SourceModel;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.JsonReader;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.problem.ExitStatus;

/// `convert`: one local model folder to what the engine runs.
@Command(
    name = "convert",
    description = "Converts one local model folder to what the engine runs, and proves it.",
    footer = {
      "",
      "Example:",
      "  voxcrate-bundler convert models/torch/pyannote/segmentation-3.0 --out converted"
    })
public final class ConvertVerb extends Verb {
  @Parameters(
      paramLabel = "DIR",
      description = "Folder with weights and configuration, or a pipeline's config.yaml.")
  Path folder = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where it goes.")
  Path out = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "ORG/NAME",
      description = "The model's name (default: the last two parts of the folder's path).")
  @Nullable String name;

  @Option(
      names = "--licence",
      paramLabel = "SPDX",
      defaultValue = "NOASSERTION",
      description = "The model's licence (default: ${DEFAULT-VALUE}).")
  String licence = "";

  @Option(names = "--revision", paramLabel = "COMMIT", description = "The hub's commit, if known.")
  @Nullable String revision;

  @Spec CommandSpec command;

  @Override
  protected ExitStatus run(Console console) {
    var source = new SourceModel(modelName(), revision, licence, folder);
    var descriptor = new Converter().convert(source, out, console.progress());
    console.print(report(descriptor));
    console.result(JsonReader.readObject(ModelDescriptorCodec.write(descriptor)));
    return ExitStatus.DONE;
  }

  private String modelName() {
    var path = folder.toAbsolutePath().normalize();
    var chosen = name;
    if (chosen == null && path.getNameCount() >= 2) {
      chosen = path.getName(path.getNameCount() - 2) + "/" + path.getFileName();
    }
    if (chosen == null || !chosen.matches("[^/\\s]+/[^/\\s]+")) {
      throw new ParameterException(command.commandLine(), "--name must be of the form ORG/NAME");
    }
    return chosen;
  }

  private String report(ModelDescriptor descriptor) {
    return "converted " + descriptor.name() + " into " + out + parity(descriptor);
  }

  private static String parity(ModelDescriptor descriptor) {
    return switch (descriptor.provenance().parity()) {
      case null -> "\nparity    nothing to compare: a pipeline has no weights of its own";
      case Parity(var output, long samples, double largest, double tolerance) ->
          String.format(
              Locale.ROOT,
              "%nparity    %s agree with the reference within %.0e (allowed: %.0e; %d samples)",
              output,
              largest,
              tolerance,
              samples);
    };
  }
}
