package voxcrate.bundler.intake;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import voxcrate.problem.ToolException;

/// A folder on this machine. Links are followed as long as they stay inside, or inside the hub
/// cache that the folder is a part of.
///
/// @param root real, so without links
record FolderTree(Path source, Path root) implements ForeignTree {
  private static final int SURROUNDINGS = 4;

  static FolderTree of(Path source) throws IOException {
    return new FolderTree(source, source.toRealPath());
  }

  @Override
  public List<String> surroundings() {
    var names = new ArrayList<String>();
    root.forEach(name -> names.add(name.toString()));
    return names.subList(Math.max(0, names.size() - SURROUNDINGS), names.size());
  }

  @Override
  public Inventory inventory() {
    var survey = new Survey(root, boundary());
    try {
      Files.walkFileTree(root, survey);
    } catch (IOException e) {
      throw IntakeProblems.unreadable(source, e);
    }
    return new Inventory(survey.files, survey.unusable);
  }

  /// The hub cache around the folder, whose links lead from one of its folders to another.
  private Path boundary() {
    for (@Nullable Path at = root; at != null; at = at.getParent()) {
      var name = at.getFileName();
      if (name != null && name.toString().startsWith("models--") && at.getParent() != null) {
        return at.getParent();
      }
    }
    return root;
  }

  @Override
  public void read(Set<String> contents, Receiver receiver) throws InterruptedException {
    for (var content : contents) {
      var file = Path.of(content);
      try (var in = Files.newInputStream(file)) {
        receiver.receive(content, new SourceStream(in, file));
      } catch (IOException e) {
        throw IntakeProblems.unreadable(file, e);
      }
    }
  }

  /// Looks at every entry without following a link to a folder.
  private final class Survey extends SimpleFileVisitor<Path> {
    private final List<ForeignFile> files = new ArrayList<>();
    private final List<NotTaken> unusable = new ArrayList<>();
    private final Path top;
    private final Path boundary;

    Survey(Path top, Path boundary) {
      this.top = top;
      this.boundary = boundary;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (files.size() + unusable.size() >= MAX_ENTRIES) {
        throw new ToolException(
            IntakeProblems.unreadable(source, "more than " + MAX_ENTRIES + " files"));
      }
      var path = top.relativize(file).toString();
      var defect = EntryName.defect(path);
      if (defect.isPresent()) {
        leave(path, defect.get());
      } else if (attributes.isSymbolicLink()) {
        followed(path, file);
      } else if (attributes.isRegularFile()) {
        files.add(new ForeignFile(path, file.toString(), attributes.size(), Optional.empty()));
      } else {
        leave(path, "neither file, folder nor link");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      leave(top.relativize(file).toString(), "cannot be read");
      return FileVisitResult.CONTINUE;
    }

    private void followed(String path, Path link) {
      try {
        var real = link.toRealPath();
        if (!real.startsWith(boundary)) {
          leave(path, "a link that leads out of the folder");
        } else if (Files.isRegularFile(real)) {
          var target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
          files.add(
              new ForeignFile(
                  path, real.toString(), Files.size(real), BlobName.in(target.toString())));
        } else if (!Files.isDirectory(real)) {
          leave(path, "a link to something that is no file");
        }
      } catch (IOException _) {
        leave(path, "a link to nothing");
      }
    }

    private void leave(String path, String reason) {
      unusable.add(new NotTaken(EntryName.shown(path), reason));
    }
  }
}
