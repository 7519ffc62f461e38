package voxcrate.report;

import java.util.ArrayList;
import java.util.List;

/// A document for people, before it becomes text or a page: both say the same.
public record Report(String title, List<Block> blocks) {
  public Report {
    blocks = List.copyOf(blocks);
  }

  /// A piece of the document.
  public sealed interface Block {}

  /// @param level 2 for a part of the document, 3 for a part of that
  public record Heading(int level, String text) implements Block {}

  public record Words(String text) implements Block {}

  public record Steps(List<String> texts) implements Block {
    public Steps {
      texts = List.copyOf(texts);
    }
  }

  public record Fact(String name, String value) {}

  public record Facts(List<Fact> facts) implements Block {
    public Facts {
      facts = List.copyOf(facts);
    }
  }

  /// @param rows each with a cell for each column; the first cell names the row
  public record Table(List<String> columns, List<List<String>> rows) implements Block {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /// A text that must stay as it is, such as a licence.
  public record Verbatim(String text) implements Block {}

  public static Builder titled(String title) {
    return new Builder(title);
  }

  /// Puts a document together, piece by piece.
  public static final class Builder {
    private final String title;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    private Builder(String title) {
      this.title = title;
    }

    public Builder part(String text) {
      return add(new Heading(2, text));
    }

    public Builder subpart(String text) {
      return add(new Heading(3, text));
    }

    public Builder words(String text) {
      return add(new Words(text));
    }

    public Builder add(Block block) {
      endFacts();
      blocks.add(block);
      return this;
    }

    /// Facts that follow one another become one block.
    public Builder fact(String name, String value) {
      facts.add(new Fact(name, value));
      return this;
    }

    private void endFacts() {
      if (!facts.isEmpty()) {
        blocks.add(new Facts(facts));
        facts.clear();
      }
    }

    public Report build() {
      endFacts();
      return new Report(title, blocks);
    }
  }
}
