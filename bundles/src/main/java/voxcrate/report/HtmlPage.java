package voxcrate.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import voxcrate.report.Report.Facts;
import voxcrate.report.Report.Heading;
import voxcrate.report.Report.Steps;
import voxcrate.report.Report.Table;
import voxcrate.report.Report.Verbatim;
import voxcrate.report.Report.Words;

/// A [Report] as a page for any browser, from a stick, and for paper. It runs nothing, loads
/// nothing and links nowhere.
public final class HtmlPage {
  /// Digests and fingerprints, which break anywhere and are compared digit by digit.
  private static final Pattern DIGITS =
      Pattern.compile("[0-9a-f]{12,}|[0-9a-f]{4}( [0-9a-f]{4}){3,}");

  private HtmlPage() {}

  public static String of(Report report) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%1$s</title>
    <style>
    %2$s</style>
    </head>
    <body>
    <main>
    <h1>%1$s</h1>
    %3$s</main>
    </body>
    </html>
    """
        .formatted(
            escaped(report.title()),
            style(),
            report.blocks().stream().map(HtmlPage::block).collect(Collectors.joining()));
  }

  private static String style() {
    try (var in = HtmlPage.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IllegalStateException("the program was built without the style of its pages");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String block(Report.Block block) {
    return switch (block) {
      case Heading(int level, var words) -> element("h" + level, escaped(words));
      case Words(var words) -> element("p", inline(words));
      case Steps(var steps) ->
          steps.stream()
              .map(step -> element("li", inline(step)))
              .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
      case Facts(var facts) ->
          facts.stream()
              .map(
                  fact -> element("dt", escaped(fact.name())) + element("dd", inline(fact.value())))
              .collect(Collectors.joining("", "<dl>\n", "</dl>\n"));
      case Table(var columns, var rows) -> table(columns, rows);
      case Verbatim(var text) -> element("pre", escaped(text.strip()));
    };
  }

  private static String table(List<String> columns, List<List<String>> rows) {
    var head =
        columns.stream()
            .map(column -> "<th scope=\"col\">" + escaped(column) + "</th>")
            .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    var body = rows.stream().map(row -> row(columns, row)).collect(Collectors.joining());
    return "<table>\n<thead>\n" + head + "</thead>\n<tbody>\n" + body + "</tbody>\n</table>\n";
  }

  /// Where there is room for one column only, each cell tells what it is.
  private static String row(List<String> columns, List<String> cells) {
    var row = new StringBuilder("<tr><th scope=\"row\">");
    row.append(inline(cells.getFirst())).append("</th>");
    for (int i = 1; i < cells.size(); i++) {
      row.append("<td data-column=\"").append(escaped(columns.get(i))).append("\">");
      row.append(inline(cells.get(i))).append("</td>");
    }
    return row.append("</tr>\n").toString();
  }

  private static String element(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">\n";
  }

  private static String inline(String text) {
    return DIGITS.matcher(escaped(text)).replaceAll("<code>$0</code>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
