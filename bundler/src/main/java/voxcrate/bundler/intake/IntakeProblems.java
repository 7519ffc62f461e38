package voxcrate.bundler.intake;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Tells what is wrong with a foreign tree.
final class IntakeProblems {
  private IntakeProblems() {}

  static ToolException unreadable(Path source, IOException failure) {
    var found =
        failure instanceof NoSuchFileException
            ? "no such file or folder"
            : failure.getClass().getSimpleName() + " " + EntryName.shown("" + failure.getMessage());
    return new ToolException(unreadable(source, found), failure);
  }

  /// @param failure of an archive library, which may throw other things than it says
  static ToolException damaged(Path archive, Exception failure) {
    return unreadable(
        archive,
        failure instanceof IOException io ? io : new IOException(failure.getMessage(), failure));
  }

  static Problem unreadable(Path source, String found) {
    return Problem.of(
            IntakeCode.UNREADABLE,
            "This cannot be read",
            "reading " + source,
            found,
            "copy it again from where it comes from; an archive that broke off is of no use",
            "archives of other kinds (7z, xz, zst, rar): unpack them and import the folder")
        .expecting("a folder, or an archive: .tar, .tar.gz, .tgz, .zip");
  }

  /// @param entry the name of what is hostile; empty where it is the archive as a whole
  static ToolException hostile(Path archive, String entry, String found) {
    var where = entry.isEmpty() ? "" : ": " + EntryName.shown(entry);
    return new ToolException(
        Problem.of(
                IntakeCode.HOSTILE,
                "The archive is not an honest one",
                "reading " + archive,
                found + where,
                "nothing was taken; ask whoever made it, and do not unpack it",
                "made it yourself: make it again from inside the folder, tar -czf FILE.tar.gz .")
            .expecting("plain files, folders and links that stay inside the archive"));
  }
}
