package voxcrate.installer.machine;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The GNU C library of this machine.
public record CLibrary(int major, int minor) implements Comparable<CLibrary> {
  /// RHEL 8's; what the shipped native libraries ask for at most.
  public static final CLibrary OLDEST = new CLibrary(2, 28);

  private static final long MAX_TEXT_BYTES = 32;

  /// @return empty where there is another C library, such as musl
  public static Optional<CLibrary> ofThisMachine() {
    return Linker.nativeLinker()
        .defaultLookup()
        .find("gnu_get_libc_version")
        .flatMap(address -> parse(ask(address)));
  }

  @SuppressWarnings("restricted")
  private static String ask(MemorySegment function) {
    try {
      var answer =
          (MemorySegment)
              Linker.nativeLinker()
                  .downcallHandle(function, FunctionDescriptor.of(ADDRESS))
                  .invokeExact();
      return answer.reinterpret(MAX_TEXT_BYTES).getString(0);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      // What a method handle may throw; the function itself throws nothing.
      throw new IllegalStateException(e);
    }
  }

  static Optional<CLibrary> parse(String text) {
    var parts = text.split("\\.", -1);
    return parts.length >= 2 && parts[0].matches("\\d{1,4}") && parts[1].matches("\\d{1,4}")
        ? Optional.of(new CLibrary(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
        : Optional.empty();
  }

  @Override
  public int compareTo(CLibrary other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
