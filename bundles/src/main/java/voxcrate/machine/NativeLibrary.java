package voxcrate.machine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;

/// Functions of a native library that give a status, by their names.
public record NativeLibrary(String name, SymbolLookup symbols) {
  /// What a library gives that lacks the function: no status of NVIDIA's is negative.
  public static final int NO_SUCH_FUNCTION = -1;

  /// @return the function's status
  @SuppressWarnings("restricted")
  public int call(String function, FunctionDescriptor shape, Object... arguments) {
    var address = symbols.find(function);
    if (address.isEmpty()) {
      return NO_SUCH_FUNCTION;
    }
    try {
      return (int)
          Linker.nativeLinker().downcallHandle(address.get(), shape).invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      // What a method handle may throw; the library itself throws nothing.
      throw new IllegalStateException(name + ": " + function, e);
    }
  }
}
