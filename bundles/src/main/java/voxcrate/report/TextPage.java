package voxcrate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import voxcrate.report.Report.Facts;
import voxcrate.report.Report.Heading;
import voxcrate.report.Report.Steps;
import voxcrate.report.Report.Table;
import voxcrate.report.Report.Verbatim;
import voxcrate.report.Report.Words;

/// A [Report] as text for any editor, pager and printer: lines of at most 80 characters, as far as
/// digests and names allow.
public final class TextPage {
  private static final int WIDTH = 80;

  private final StringBuilder text = new StringBuilder();

  private TextPage() {}

  public static String of(Report report) {
    var page = new TextPage();
    page.underlined(report.title(), '=');
    for (var block : report.blocks()) {
      page.text.append('\n');
      page.block(block);
    }
    return page.text.toString();
  }

  private void block(Report.Block block) {
    switch (block) {
      case Heading(int level, var words) -> {
        text.append(level == 2 ? "\n" : "");
        underlined(words, level == 2 ? '-' : '.');
      }
      case Words(var words) -> wrapped("", words);
      case Steps(var steps) -> steps.forEach(step -> wrapped("  - ", step));
      case Facts(var facts) -> facts(facts);
      case Table(var columns, var rows) -> rows.forEach(row -> row(columns, row));
      case Verbatim(var verbatim) -> text.append(verbatim.strip()).append('\n');
    }
  }

  private void underlined(String words, char line) {
    text.append(words).append('\n');
    text.append(String.valueOf(line).repeat(Math.min(words.length(), WIDTH))).append('\n');
  }

  private void facts(List<Report.Fact> facts) {
    int names = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    for (var fact : facts) {
      wrapped(String.format(Locale.ROOT, "  %-" + names + "s  ", fact.name()), fact.value());
    }
  }

  /// A row as facts: cells side by side would not fit.
  private void row(List<String> columns, List<String> cells) {
    text.append("  ").append(cells.getFirst()).append('\n');
    int names = columns.stream().skip(1).mapToInt(String::length).max().orElse(0);
    for (int i = 1; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        var name = String.format(Locale.ROOT, "      %-" + names + "s  ", columns.get(i));
        wrapped(name, cells.get(i));
      }
    }
  }

  /// @param first before the first line; the others are indented as far
  private void wrapped(String first, String words) {
    var indent = " ".repeat(first.length());
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : words.split("\\s+", -1)) {
      boolean full = first.length() + line.length() + 1 + word.length() > WIDTH;
      if (full && !line.isEmpty()) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    text.append((first + lines.getFirst()).stripTrailing()).append('\n');
    lines.stream().skip(1).forEach(next -> text.append(indent).append(next).append('\n'));
  }
}
