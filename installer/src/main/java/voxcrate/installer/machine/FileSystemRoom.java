package voxcrate.installer.machine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// What `statvfs(3)` says of the file system that holds a folder. Java itself does not tell free
/// inodes; whether programs may start from there is [voxcrate.files.Mount]'s to tell.
///
/// @param freeBytes that this user may still write
/// @param freeInodes that this user may still make; empty where the file system has no fixed number
public record FileSystemRoom(
    long totalBytes, long freeBytes, OptionalLong freeInodes, boolean readOnly) {
  /// `struct statvfs` of 64-bit Linux, in longs: `f_bsize`, `f_frsize`, `f_blocks`, `f_bfree`,
  /// `f_bavail`, `f_files`, `f_ffree`, `f_favail`, `f_fsid`, `f_flag`, `f_namemax`, spare.
  private static final long BYTES = 11 * Long.BYTES + 6 * Integer.BYTES;
  private static final long ST_RDONLY = 1;
  private static final Optional<MethodHandle> STATVFS = statvfs();

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> statvfs() {
    var linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("statvfs")
        .map(
            address ->
                linker.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)));
  }

  /// Of the file system that holds `path`, or would hold it once made.
  ///
  /// @return empty where the system does not tell
  public static Optional<FileSystemRoom> of(Path path) throws IOException {
    return STATVFS.flatMap(call -> ask(call, existing(path)));
  }

  private static Optional<FileSystemRoom> ask(MethodHandle call, Path folder) {
    try (var arena = Arena.ofConfined()) {
      var answer = arena.allocate(BYTES, Long.BYTES);
      if ((int) call.invokeExact(arena.allocateFrom(folder.toString()), answer) != 0) {
        return Optional.empty();
      }
      long block = answer.getAtIndex(JAVA_LONG, 1);
      if (answer.getAtIndex(JAVA_LONG, 2) == 0) {
        // One that lives in memory, or far away, may count nothing at all.
        return Optional.empty();
      }
      boolean counted = answer.getAtIndex(JAVA_LONG, 5) > 0;
      long flags = answer.getAtIndex(JAVA_LONG, 9);
      return Optional.of(
          new FileSystemRoom(
              answer.getAtIndex(JAVA_LONG, 2) * block,
              answer.getAtIndex(JAVA_LONG, 4) * block,
              counted ? OptionalLong.of(answer.getAtIndex(JAVA_LONG, 7)) : OptionalLong.empty(),
              (flags & ST_RDONLY) != 0));
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      // What a method handle may throw; statvfs itself throws nothing.
      throw new IllegalStateException(e);
    }
  }

  private static Path existing(Path path) {
    var existing = path.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = Objects.requireNonNull(existing.getParent(), "a file system has a root");
    }
    return existing;
  }
}
