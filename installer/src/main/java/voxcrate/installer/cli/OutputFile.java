package voxcrate.installer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import voxcrate.files.Durable;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.report.HtmlPage;
import voxcrate.report.Report;
import voxcrate.report.TextPage;

/// A file that a verb writes for people to carry away. One that is there already is replaced only
/// where it is an earlier one of the same kind.
record OutputFile(Path path) {
  private static final int MARK_BYTES = 4096;

  /// As a page for browsers where the name ends in `.html`, else as text.
  void write(Report report) {
    var name = path.toString().toLowerCase(Locale.ROOT);
    boolean page = name.endsWith(".html") || name.endsWith(".htm");
    write(page ? HtmlPage.of(report) : TextPage.of(report), report.title());
  }

  /// @param mark what only files of this kind hold near their beginning
  void write(String text, String mark) {
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isOurs(mark)) {
        throw new ToolException(
            Problem.of(
                InstallCode.OUTPUT_TAKEN,
                "There is another file of this name",
                "writing " + path,
                "a file that this command has not written",
                "name a new file, or move the other one away"));
      }
      Durable.write(path, text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              InstallCode.OUTPUT_FAILED,
              "The file could not be written",
              "writing " + path,
              e.getClass().getSimpleName() + ": " + e.getMessage(),
              "name a file in a folder that you can write to, with some room"),
          e);
    }
  }

  private boolean isOurs(String mark) throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (var in = Files.newInputStream(path)) {
      return new String(in.readNBytes(MARK_BYTES), UTF_8).contains(mark);
    }
  }
}
