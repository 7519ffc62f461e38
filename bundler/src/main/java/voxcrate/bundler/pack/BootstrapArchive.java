package voxcrate.bundler.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent;
import voxcrate.bundle.archive.BundleContent.InFile;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundle.trust.TrustedKey;

/// What the first install starts from: runtime, installer and the keys to trust, in one tar that
/// the operator checks against a digest on paper. Plain files only; the same input gives the same
/// bytes.
///
/// ```
/// voxcrate-installer   runtime/   installer/lib/*.jar   trust/LABEL.pem
/// ```
public final class BootstrapArchive {
  public static final String NAME = "bootstrap-linux-x64.tar";
  private static final String LAUNCHER = "voxcrate-installer";

  private BootstrapArchive() {}

  public static void write(
      Release release, Path launcher, List<TrustedKey> keys, Instant created, Path target)
      throws IOException {
    try (var out =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(target)), UTF_8.name())) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (var file : files(release, launcher, keys)) {
        add(file, created, out);
      }
    }
  }

  private static List<ReleaseFile> files(Release release, Path launcher, List<TrustedKey> keys) {
    var files = new ArrayList<ReleaseFile>();
    files.add(new ReleaseFile(new RelativePath(LAUNCHER), Mode.EXECUTABLE, new InFile(launcher)));
    release.files().stream().filter(file -> isNeeded(file.path().value())).forEach(files::add);
    for (var key : keys) {
      var path = new RelativePath("trust/" + key.fingerprint().label() + ".pem");
      files.add(new ReleaseFile(path, Mode.FILE, new InText(key.pem())));
    }
    files.sort(Comparator.comparing(ReleaseFile::path));
    return files;
  }

  private static boolean isNeeded(String path) {
    return path.startsWith(Release.RUNTIME + "/") || path.startsWith(Release.INSTALLER + "/");
  }

  private static void add(ReleaseFile file, Instant created, TarArchiveOutputStream out)
      throws IOException {
    var entry = new TarArchiveEntry(file.path().value());
    entry.setSize(file.content().size());
    entry.setMode(Integer.parseInt(file.mode().octal(), 8));
    entry.setModTime(created.toEpochMilli());
    entry.setIds(0, 0);
    entry.setNames("", "");
    out.putArchiveEntry(entry);
    copy(file.content(), out);
    out.closeArchiveEntry();
  }

  private static void copy(BundleContent content, TarArchiveOutputStream out) throws IOException {
    try (var in = content.open()) {
      in.transferTo(out);
    }
  }
}
