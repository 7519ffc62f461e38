package voxcrate.bundler.medium;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ByteCount;

/// What a bundle is carried on: a folder of a mounted stick, card or disk.
///
/// @param free bytes that may be written
/// @param block bytes in which space is given out
/// @param removable whether it can be pulled out
public record Medium(Path folder, FileSystemKind kind, long free, long block, boolean removable) {
  private static final Path DEVICES = Path.of("/sys/class/block");
  // Where a file system does not tell; the usual cluster of a large FAT32 medium.
  private static final long USUAL_BLOCK = 32L << 10;

  /// @throws ToolException when there is no folder that can be written
  public static Medium of(Path folder) {
    return of(folder, DEVICES);
  }

  /// @param devices the kernel's list of block devices
  static Medium of(Path folder, Path devices) {
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw none(folder, "no folder that can be written");
    }
    try {
      var store = Files.getFileStore(folder);
      return new Medium(
          folder,
          FileSystemKind.of(store.type()),
          store.getUsableSpace(),
          block(store),
          isRemovable(store.name(), devices));
    } catch (IOException e) {
      throw none(folder, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /// Whether bundles leave this machine on it.
  public boolean isCarried() {
    return removable || kind.isForMedia();
  }

  private static long block(FileStore store) throws IOException {
    try {
      return store.getBlockSize();
    } catch (UnsupportedOperationException e) {
      return USUAL_BLOCK;
    }
  }

  /// The kernel says `1` of sticks and cards, beside the disk and not its parts; disks in a case on
  /// a cable are known by the bus.
  private static boolean isRemovable(String source, Path devices) throws IOException {
    var name = source.substring(source.lastIndexOf('/') + 1);
    var link = devices.resolve(name);
    if (name.isEmpty() || !Files.isDirectory(link)) {
      return false;
    }
    var device = link.toRealPath();
    return device.toString().contains("/usb")
        || isMarked(device)
        || isMarked(device.resolveSibling(""));
  }

  private static boolean isMarked(Path device) throws IOException {
    var mark = device.resolve("removable");
    return Files.isReadable(mark) && Files.readString(mark).strip().equals("1");
  }

  /// @param files that are to be written
  /// @throws ToolException when one is too large, or all are
  void requireFits(List<StickFile> files) {
    for (var file : files) {
      if (file.size() > kind.largestFile()) {
        throw tooLarge(file.name(), file.size());
      }
    }
    long needed = files.stream().mapToLong(file -> Math.ceilDiv(file.size(), block) * block).sum();
    if (needed > free) {
      throw new ToolException(
          Problem.of(
                  MediumCode.NO_SPACE,
                  "The bundle does not fit on the medium",
                  "counting the free space of " + folder,
                  ByteCount.text(free),
                  "make room on the medium, or take a larger one; nothing was written")
              .expecting(ByteCount.text(needed)));
    }
  }

  /// A folder of ours on a medium may be there already. A link would lead what is written to
  /// somewhere else, such as this machine's own disk.
  ///
  /// @throws ToolException where something lies there that is no folder
  static void requireOwnFolder(Path target) {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw taken(target, "no folder but a file or a link");
    }
  }

  /// @param target that cannot be written to as it is
  static ToolException taken(Path target, String found) {
    return new ToolException(
        Problem.of(
            MediumCode.FOLDER_TAKEN,
            "The bundle's folder on the medium holds something else",
            "preparing " + target,
            found,
            "move it away yourself, or use another medium; nothing was changed"));
  }

  private ToolException tooLarge(String name, long size) {
    return new ToolException(
        Problem.of(
                MediumCode.FILE_TOO_LARGE,
                "A file is too large for the medium's file system",
                "looking at " + name + " for " + folder + ", " + kind.title(),
                size + " bytes",
                "build in volumes that fit: --volume-size fat32",
                "or format the medium with exFAT")
            .expecting("at most " + kind.largestFile() + " bytes"));
  }

  private static ToolException none(Path folder, String found) {
    return new ToolException(
        Problem.of(
            MediumCode.NO_MEDIUM,
            "No medium here",
            "looking at " + folder,
            found,
            "plug the medium in, mount it, and name the folder where it is mounted",
            "where it is mounted read-only: mount it anew, or check its switch"));
  }
}
