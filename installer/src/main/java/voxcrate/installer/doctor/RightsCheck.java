package voxcrate.installer.doctor;

import static voxcrate.installer.doctor.DoctorCode.OWNER_WRONG;
import static voxcrate.installer.doctor.DoctorCode.RIGHTS_CLOSED;
import static voxcrate.installer.doctor.DoctorCode.RIGHTS_OPEN;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import voxcrate.installer.layout.Account;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.problem.Problem;

/// Whether everything belongs to the user who installed it, nobody else may change it, and
/// everybody may read it. A classic: a container that ran as root has made or changed folders.
final class RightsCheck implements Check {
  private static final String NAME = "rights";
  private static final int OTHERS_WRITE = 0022;
  private static final int ALL_READ = 0444;
  private static final int ALL_ENTER = 0555;

  private final InstallLayout layout;

  RightsCheck(InstallLayout layout) {
    this.layout = layout;
  }

  /// Parts of the prefix in which something is wrong.
  private final class Walk extends SimpleFileVisitor<Path> {
    private final Set<Path> foreign = new TreeSet<>();
    private final Set<Path> open = new TreeSet<>();
    private final Set<Path> closed = new TreeSet<>();
    private final List<String> examples = new ArrayList<>();
    private final int owner;
    private long count;

    private Walk(int owner) {
      this.owner = owner;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (folder.equals(layout.data())) {
        // Transcripts may be anybody's, and are private.
        return FileVisitResult.SKIP_SUBTREE;
      }
      look(folder, ALL_ENTER);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      look(file, file.equals(layout.lock()) || attributes.isSymbolicLink() ? 0 : ALL_READ);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      look(file, ALL_READ);
      return FileVisitResult.CONTINUE;
    }

    private void look(Path path, int needed) throws IOException {
      count++;
      var part = part(path);
      if (number(path, "unix:uid") != owner) {
        note(foreign, part, path);
      }
      if (Files.isSymbolicLink(path)) {
        return;
      }
      int mode = number(path, "unix:mode");
      if ((mode & OTHERS_WRITE) != 0) {
        note(open, part, path);
      }
      if ((mode & needed) != needed) {
        note(closed, part, path);
      }
    }

    private void note(Set<Path> parts, Path part, Path path) {
      parts.add(part);
      examples.add(path.toString());
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() throws IOException {
    var prefix = layout.prefix();
    int owner = number(prefix, "unix:uid");
    var walk = new Walk(owner);
    Files.walkFileTree(prefix, walk);
    var findings = new ArrayList<Finding>();
    if (!walk.foreign.isEmpty()) {
      findings.add(foreign(walk, owner, number(prefix, "unix:gid")));
    }
    if (!walk.open.isEmpty()) {
      findings.add(open(walk));
    }
    if (!walk.closed.isEmpty()) {
      findings.add(closed(walk));
    }
    var account = Account.ofThisProcess();
    if (isTakenOver(prefix, owner, account)) {
      findings.add(takenOver(prefix, owner, account));
    }
    if (findings.isEmpty()) {
      findings.add(
          new Finding.Good(
              NAME,
              walk.count
                  + " files and folders belong to whoever installed them, and to nobody else"));
    }
    return findings;
  }

  /// The whole installation in somebody's own folder belongs to another user.
  private static boolean isTakenOver(Path prefix, int owner, Account account) throws IOException {
    var parent = prefix.getParent();
    int me = account.user();
    return parent != null && me != 0 && owner != me && number(parent, "unix:uid") == me;
  }

  private static Finding takenOver(Path prefix, int owner, Account account) {
    return Finding.bad(
        NAME,
        Problem.of(
            OWNER_WRONG,
            "The installation belongs to another user",
            "looking at " + prefix,
            "owner has the number " + owner + "; you have " + account.user(),
            "give it back, as root: chown -hR "
                + account.user()
                + ":"
                + account.group()
                + " "
                + Commands.quoted(prefix)));
  }

  private static Finding foreign(Walk walk, int owner, int group) {
    return new Finding.Bad(
        NAME,
        Problem.of(
                OWNER_WRONG,
                "Files belong to another user",
                "looking at what is installed",
                "in "
                    + names(walk.foreign)
                    + "; often a container that ran as root has made or changed them",
                "give them back, as root: chown -hR "
                    + owner
                    + ":"
                    + group
                    + " "
                    + Commands.quoted(walk.foreign),
                "then look again: their owner could have changed them")
            .expecting("owner " + owner + ", as the installation itself"),
        walk.examples);
  }

  private static Finding open(Walk walk) {
    return new Finding.Bad(
        NAME,
        Problem.of(
            RIGHTS_OPEN,
            "Other users may change what is installed",
            "looking at what is installed",
            "in " + names(walk.open),
            "take that right away, as the owner or as root: chmod -R go-w "
                + Commands.quoted(walk.open),
            "then look at the files: voxcrate-installer doctor"),
        walk.examples);
  }

  private static Finding closed(Walk walk) {
    return new Finding.Warning(
        NAME,
        Problem.of(
            RIGHTS_CLOSED,
            "Not everybody may read what is installed",
            "looking at what is installed",
            "in " + names(walk.closed) + "; another account cannot use it",
            "give the right to read, as the owner or as root: chmod -R a+rX,go-w "
                + Commands.quoted(walk.closed)),
        walk.examples);
  }

  private static String names(Set<Path> parts) {
    return String.join(
        ", ", parts.stream().map(part -> String.valueOf(part.getFileName())).toList());
  }

  /// The prefix's own part that holds `path`, which is what a command should name.
  private Path part(Path path) {
    return path.equals(layout.prefix())
        ? path
        : layout.prefix().resolve(layout.prefix().relativize(path).getName(0));
  }

  private static int number(Path path, String attribute) throws IOException {
    return (int) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
  }
}
