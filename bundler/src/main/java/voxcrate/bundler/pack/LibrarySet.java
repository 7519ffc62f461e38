package voxcrate.bundler.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Native libraries that travel together. Behind the gap nothing can be added, so every library
/// that one of them needs, and every symbol, has to be in the set, the target's C library or its
/// driver.
///
/// A symbol with a version has to be in the library that its version names, as the loader wants it.
/// One without may be anywhere in the set: the engine loads all of them.
final class LibrarySet {
  /// What every supported target has: the GNU C library with what belongs to it, the libraries of
  /// the compiler, and zlib, which no distribution installs without.
  private static final Set<String> SYSTEM =
      Set.of(
          "ld-linux-x86-64.so.2",
          "libc.so.6",
          "libdl.so.2",
          "libgcc_s.so.1",
          "libm.so.6",
          "libpthread.so.0",
          "librt.so.1",
          "libstdc++.so.6",
          "libz.so.1");

  private static final String DRIVER = "libcuda.so.1";

  /// Functions of the driver carry no versions, nor do zlib's and, in one of the runtime's
  /// libraries, `dlclose`.
  private static final Map<String, Pattern> WITHOUT_VERSIONS =
      Map.of(
          DRIVER,
          Pattern.compile("cu[A-Z]\\w+"),
          "libz.so.1",
          Pattern.compile("(inflate|deflate|compress|uncompress|crc32|adler32|z)\\w*"),
          "libc.so.6",
          Pattern.compile("dl(open|close|sym|error)"));

  private static final int SHOWN = 5;

  private final Map<String, NativeLibrary> libraries = new TreeMap<>();

  private LibrarySet() {}

  /// @throws ToolException where one of them cannot be read
  static LibrarySet of(List<Path> files) {
    var set = new LibrarySet();
    for (var file : files) {
      var library = read(file);
      set.libraries.put(library.name(), library);
    }
    return set;
  }

  private static NativeLibrary read(Path file) {
    try {
      return ElfFile.library(file);
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              BuildCode.NATIVE_DAMAGED,
              "A native file cannot be read",
              "looking at what " + file.getFileName() + " needs and gives",
              String.valueOf(e.getMessage()),
              "fetch it again; the file may have been cut short"),
          e);
    }
  }

  /// @throws ToolException where the set is not complete, naming what is missing and who needs it
  void requireComplete() {
    var missing = missing();
    if (!missing.isEmpty()) {
      throw new ToolException(
          Problem.of(
                  BuildCode.LIBRARIES_INCOMPLETE,
                  "The libraries for graphics cards are not complete",
                  "looking for everything that " + libraries.size() + " of them need",
                  String.join(", ", missing.subList(0, Math.min(SHOWN, missing.size())))
                      + (missing.size() > SHOWN
                          ? " and " + (missing.size() - SHOWN) + " more"
                          : ""),
                  "take the packages that this version knows: leave --cuda-component and"
                      + " --cuda-folder out",
                  "where the set is of your own: add the package that holds what is missing")
              .expecting("all of it in the set, the C library or the driver"));
    }
  }

  /// What is in none of the places, each with one that needs it.
  List<String> missing() {
    var found = new ArrayList<String>();
    var names = new HashSet<String>();
    libraries.values().forEach(library -> library.given().forEach(it -> names.add(it.name())));
    for (var library : libraries.values()) {
      for (var needed : library.needed()) {
        if (!libraries.containsKey(needed) && !isElsewhere(needed)) {
          found.add(needed + " for " + library.name());
        }
      }
      for (var symbol : library.taken()) {
        if (!isThere(symbol, names)) {
          found.add(symbol + " for " + library.name());
        }
      }
    }
    return found;
  }

  private static boolean isElsewhere(String library) {
    return SYSTEM.contains(library) || library.equals(DRIVER);
  }

  private boolean isThere(NativeLibrary.Symbol symbol, Set<String> names) {
    var provider = symbol.version().library();
    if (provider.isEmpty()) {
      return names.contains(symbol.name())
          || WITHOUT_VERSIONS.values().stream()
              .anyMatch(known -> known.matcher(symbol.name()).matches());
    }
    var library = libraries.get(provider);
    return library == null ? isElsewhere(provider) : library.given().contains(symbol.without(""));
  }

  /// Names of the libraries among `wanted`, each behind those that it needs: loaded in this order,
  /// every one finds its own.
  List<String> inOrder(List<String> wanted) {
    var ordered = new LinkedHashSet<String>();
    wanted.stream()
        .sorted(Comparator.naturalOrder())
        .forEach(name -> place(name, Set.copyOf(wanted), ordered, new HashMap<>()));
    return List.copyOf(ordered);
  }

  private void place(
      String name, Set<String> wanted, Set<String> ordered, Map<String, Boolean> under) {
    if (ordered.contains(name) || under.put(name, true) != null) {
      return;
    }
    var library = libraries.get(name);
    if (library != null) {
      library.needed().stream()
          .filter(wanted::contains)
          .sorted()
          .forEach(needed -> place(needed, wanted, ordered, under));
    }
    ordered.add(name);
  }

  /// The loader knows a library that is loaded by the name inside it: with another one on the file
  /// the libraries that need it would not find it.
  ///
  /// @throws ToolException where a file's name is not that
  void requireNamed(List<String> files) {
    for (var name : files) {
      if (!libraries.containsKey(name)) {
        throw new ToolException(
            Problem.of(
                    BuildCode.LIBRARIES_INCOMPLETE,
                    "A library for graphics cards is not what its name says",
                    "looking at the name inside " + name,
                    "another one",
                    "correct the description of the libraries: docs/cuda.md")
                .expecting(name));
      }
    }
  }
}
