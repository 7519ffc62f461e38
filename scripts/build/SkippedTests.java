import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/// Prints a table of the tests that the last build skipped, each with its reason.
///
/// `java scripts/build/SkippedTests.java ROOT`
final class SkippedTests {
  public static void main(String[] args) throws Exception {
    var rows = new ArrayList<String>();
    for (var report : reports(Path.of(args[0]))) {
      rows.addAll(skippedIn(report));
    }
    System.out.println("\nSkipped tests: " + rows.size());
    rows.forEach(row -> System.out.println("  " + row));
  }

  private static List<Path> reports(Path root) throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().contains("surefire-reports/TEST-"))
          .filter(file -> file.toString().endsWith(".xml"))
          .sorted()
          .toList();
    }
  }

  private static List<String> skippedIn(Path report) throws Exception {
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    var marks = document.getElementsByTagName("skipped");
    var rows = new ArrayList<String>();
    for (int i = 0; i < marks.getLength(); i++) {
      var mark = (Element) marks.item(i);
      var test = (Element) mark.getParentNode();
      rows.add(
          test.getAttribute("classname") + "." + test.getAttribute("name") + " | " + reason(mark));
    }
    return rows;
  }

  /// A disabled test has it as a message, one that gave up as the first line of its stack trace.
  private static String reason(Element mark) {
    return Stream.of(mark.getAttribute("message"), mark.getTextContent())
        .flatMap(text -> text.lines().limit(1))
        .filter(line -> !line.isBlank())
        .findFirst()
        .map(line -> line.replaceFirst("^[\\w.]+: (Assumption failed: )?", ""))
        .orElse("no reason given");
  }
}
