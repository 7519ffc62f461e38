package voxcrate.installer.torture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.installer.InstallerRun;

/// A file system in a file, mounted on a folder: something whose power can be cut. Only for
/// processes with a mount namespace of their own.
final class Disk implements Closeable {
  /// `EXT4_IOC_SHUTDOWN`, `_IOR('X', 125, __u32)` of Linux: nothing more reaches the disk.
  private static final long SHUTDOWN = 0x8004587dL;

  private static final int UNMOUNTS = 100;

  private static final MethodHandle OPEN =
      function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
  private static final MethodHandle IOCTL =
      function("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), 1);

  private final Path image;
  private final Path folder;

  /// What is still written when the power fails.
  enum Cut {
    /// The journal, but not the contents that wait to be written: a missing fsync shows.
    JOURNAL_FLUSHED(1),
    /// Nothing.
    JOURNAL_LOST(2);

    private final int flag;

    Cut(int flag) {
      this.flag = flag;
    }
  }

  private Disk(Path image, Path folder) {
    this.image = image;
    this.folder = folder;
  }

  private static MethodHandle function(String name, FunctionDescriptor types, int fixed) {
    var linker = Linker.nativeLinker();
    var address = linker.defaultLookup().find(name).orElseThrow();
    return linker.downcallHandle(address, types, Linker.Option.firstVariadicArg(fixed));
  }

  /// Whether disks can be made here: by root, with loop devices, in a mount namespace.
  static boolean canBeMade() throws Exception {
    return "root".equals(System.getProperty("user.name"))
        && Files.exists(Path.of("/dev/loop-control"))
        && Files.isExecutable(Path.of("/sbin/mkfs.ext4"))
        && Calls.run(List.of("unshare", "-m", "/bin/true")).status() == 0;
  }

  /// An empty one.
  ///
  /// @param size such as `200M`; takes no room before it is written to
  static Disk make(Path folder, String size) throws Exception {
    Files.createDirectories(folder);
    var image = folder.resolveSibling(folder.getFileName() + ".img");
    Files.deleteIfExists(image);
    tool("truncate", "-s", size, image.toString());
    tool("mkfs.ext4", "-q", "-F", "-m", "0", "-J", "size=4", image.toString());
    var disk = new Disk(image, folder);
    disk.mount();
    return disk;
  }

  /// A copy of this one, which must not be mounted.
  Disk copy(Path other) throws Exception {
    Files.createDirectories(other);
    var copy = other.resolveSibling(other.getFileName() + ".img");
    tool("cp", "--sparse=always", image.toString(), copy.toString());
    var disk = new Disk(copy, other);
    disk.mount();
    return disk;
  }

  Path folder() {
    return folder;
  }

  void mount() throws Exception {
    tool("mount", "-o", "loop", image.toString(), folder.toString());
  }

  void unmount() throws Exception {
    unmount(folder);
  }

  /// A process that another thread is just starting has everything open that is open here, until it
  /// runs its own program.
  static void unmount(Path folder) throws Exception {
    IllegalStateException busy = null;
    for (int attempt = 0; attempt < UNMOUNTS; attempt++) {
      try {
        tool("umount", folder.toString());
        return;
      } catch (IllegalStateException e) {
        busy = e;
      }
    }
    throw java.util.Objects.requireNonNull(busy);
  }

  /// Nothing that is not on the disk by now will ever be.
  void cutPower(Cut cut) throws IOException {
    try (var arena = Arena.ofConfined()) {
      int file = (int) OPEN.invokeExact(arena.allocateFrom(folder.toString()), 0);
      var flag = arena.allocateFrom(JAVA_INT, cut.flag);
      int failed = (int) IOCTL.invokeExact(file, SHUTDOWN, flag);
      int _ = (int) CLOSE.invokeExact(file);
      if (file < 0 || failed != 0) {
        throw new IOException("this file system cannot be shut down");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void tool(String... command) throws Exception {
    var words = new ArrayList<>(List.of("/usr/bin/env", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"));
    words.addAll(List.of(command));
    InstallerRun run = Calls.run(words);
    if (run.status() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + run.err());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      unmount();
    } catch (Exception e) {
      throw new IOException(e);
    }
    Files.delete(image);
    Files.delete(folder);
  }
}
