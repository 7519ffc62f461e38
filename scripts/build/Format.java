import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
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
    var formatter =
        Class.forName("com.google.googlejavaformat.java.Main")
            .getConstructor(PrintWriter.class, PrintWriter.class, InputStream.class)
            .newInstance(
                new PrintWriter(System.out, true), new PrintWriter(System.err, true), System.in);
    var status =
        (int)
            formatter
                .getClass()
                .getMethod("format", String[].class)
                .invoke(formatter, (Object) arguments.toArray(String[]::new));
    if (status != 0) {
      System.err.println("The layout of these files differs: mvn -N validate -Dformat.mode=write");
      System.exit(status);
    }
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
