package voxcrate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import voxcrate.engine.output.OutputFolder;
import voxcrate.engine.output.OutputFormat;
import voxcrate.engine.output.SubtitleLayout;
import voxcrate.files.DataFolder;

/// Which files a transcript is written to, and how subtitles are laid out in them.
final class FileOptions {
  private static final Set<OutputFormat> USUAL =
      EnumSet.of(OutputFormat.JSON, OutputFormat.SRT, OutputFormat.TXT, OutputFormat.HTML);

  @Spec(Spec.Target.MIXEE)
  CommandSpec verb;

  @Option(
      names = {"-o", "--output-dir", "--output_dir"},
      paramLabel = "DIR",
      defaultValue = "",
      description =
          "Where results are written (default: the current folder; where that cannot be written"
              + " to, your folder for transcripts, which is said).")
  Path folder = Path.of("");

  @Option(
      names = {"-f", "--format", "--output-format", "--output_format"},
      paramLabel = "FORMAT",
      split = ",",
      description =
          "json, srt, vtt, txt, tsv, rttm, html, several by commas, or all (default:"
              + " json,srt,txt,html). NAME.json is always written: it vouches for the others.")
  List<String> formats = List.of();

  @Option(names = "--force", description = "Replace files that are not ours.")
  boolean force;

  @Option(
      names = {"--max-line-width", "--max_line_width"},
      paramLabel = "N",
      description = "Characters of a line of subtitles.")
  @Nullable Integer width;

  @Option(
      names = {"--max-line-count", "--max_line_count"},
      paramLabel = "N",
      description = "Lines of a subtitle.")
  @Nullable Integer lines;

  @Option(
      names = {"--max-words-per-line", "--max_words_per_line"},
      paramLabel = "N",
      description = "Words of a subtitle, where no width is given.")
  @Nullable Integer words;

  @Option(
      names = {"--highlight-words", "--highlight_words"},
      paramLabel = "BOOL",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "Underline each word of a subtitle while it is said (default: false).")
  boolean highlight;

  OutputFolder output() {
    return new OutputFolder(folder, force);
  }

  /// Where no folder was named and the current one cannot be written to, results go to this user's
  /// folder for transcripts.
  ///
  /// @param own that folder
  /// @return what to say of it; empty where results go where they were expected
  Optional<String> choosePlace(Path current, Optional<DataFolder> own) {
    if (!folder.toString().isEmpty() || Files.isWritable(current) || own.isEmpty()) {
      return Optional.empty();
    }
    var place = own.get();
    folder = place.path();
    try {
      place.make();
    } catch (IOException e) {
      // Told again, with what to do, when the first result is written there.
      return Optional.of("could not make " + folder + ": " + e.getMessage());
    }
    return Optional.of(
        "the current folder cannot be written to; results go to "
            + folder
            + " ("
            + place.why()
            + ")");
  }

  /// What is to be written, in order.
  Set<OutputFormat> formats() {
    if (formats.isEmpty()) {
      return USUAL;
    }
    var all = EnumSet.of(OutputFormat.JSON);
    formats.forEach(format -> all.addAll(named(format)));
    return all;
  }

  /// Whether that format was asked for by its own name.
  boolean names(OutputFormat format) {
    return formats.stream().anyMatch(format.extension()::equalsIgnoreCase);
  }

  private List<OutputFormat> named(String name) {
    var known = new ArrayList<>(List.of(OutputFormat.values()));
    if (!name.equalsIgnoreCase("all")) {
      known.removeIf(format -> !format.extension().equalsIgnoreCase(name));
    }
    if (known.isEmpty()) {
      throw new ParameterException(
          verb.commandLine(),
          "'" + name + "' is no format: give json, srt, vtt, txt, tsv, rttm, html or all");
    }
    return known;
  }

  SubtitleLayout layout() {
    return new SubtitleLayout(limit(width), limit(lines), limit(words), highlight);
  }

  private OptionalInt limit(@Nullable Integer number) {
    Usage.require(verb, number == null || number >= 1, "limits of subtitles count from 1");
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
