package voxcrate.bundler.pack;

import java.util.List;
import java.util.Set;

/// A native library as the dynamic loader sees it.
///
/// @param name its own (`DT_SONAME`), by which a library that is loaded already is found again; the
///     file's where it has none
/// @param needed libraries that the loader looks for with it
/// @param given symbols that it defines
/// @param taken symbols that it cannot do without
record NativeLibrary(String name, List<String> needed, Set<Symbol> given, List<Symbol> taken) {
  NativeLibrary {
    needed = List.copyOf(needed);
    given = Set.copyOf(given);
    taken = List.copyOf(taken);
  }

  record Symbol(String name, Version version) {
    Symbol without(String library) {
      return new Symbol(name, new Version(library, version.name()));
    }

    @Override
    public String toString() {
      return version.name().isEmpty() ? name : name + "@" + version.name();
    }
  }

  /// @param library that is to define it; empty for the library's own
  record Version(String library, String name) {
    static final Version NONE = new Version("", "");
  }
}
