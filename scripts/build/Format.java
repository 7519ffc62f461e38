import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs the formatter over every Java source of the project.
///
/// `check ROOT` names the files whose layout differs and exits 1; `write ROOT` lays them out.
final class Format {
  public static void main(String[] args) throws Exception {
    var arguments = new ArrayList<String>();
    switch (args[0]) {
      case "check" -> arguments.addAll(List.of("--dry-run", "--set-exit-if-changed"));
      case "write" -> arguments.add("--replace");
      default -> throw new IllegalArgumentException("check or write, not " + args[0]);
    }
    arguments.addAll(sources(Path.of(args[1])));
    if (args[0].equals("check")) {
      System.out.println(
          "Files whose layout differs (mvn -N validate -Dformat.mode=write mends them):");
    }
    var main =
        Class.forName("com.google.googlejavaformat.java.Main").getMethod("main", String[].class);
    main.invoke(null, (Object) arguments.toArray(String[]::new));
  }

  private static List<String> sources(Path root) throws IOException {
    var found = new ArrayList<String>();
    for (var folder : List.of("bundles", "bundler", "engine", "installer", "scripts")) {
      try (Stream<Path> files = Files.walk(root.resolve(folder))) {
        files
            .filter(
                file -> file.toString().endsWith(".java") && !file.toString().contains("/target/"))
            .map(Path::toString)
            .sorted()
            .forEach(found::add);
      }
    }
    return found;
  }
}
