package voxcrate.bundler.evidence;

import java.util.ArrayList;
import java.util.List;

/// A document for people, before it becomes text or a page: both say the same.
record Report(String title, List<Block> blocks) {
  Report {
    blocks = List.copyOf(blocks);
  }

  /// A piece of the document.
  sealed interface Block {}

  /// @param level 2 for a part of the document, 3 for a part of that
  record Heading(int level, String text) implements Block {}

  record Words(String text) implements Block {}

  record Steps(List<String> texts) implements Block {
    public Steps {
      texts = List.copyOf(texts);
    }
  }

  record Fact(String name, String value) {}

  record Facts(List<Fact> facts) implements Block {
    public Facts {
      facts = List.copyOf(facts);
    }
  }

  /// @param rows each with a cell for each column; the first cell names the row
  record Table(List<String> columns, List<List<String>> rows) implements Block {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /// A text that must stay as it is, such as a licence.
  record Verbatim(String text) implements Block {}

  static Builder titled(String title) {
    return new Builder(title);
  }

  /// Puts a document together, piece by piece.
  static final class Builder {
    private final String title;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    private Builder(String title) {
      this.title = title;
    }

    Builder part(String text) {
      return add(new Heading(2, text));
    }

    Builder subpart(String text) {
      return add(new Heading(3, text));
    }

    Builder words(String text) {
      return add(new Words(text));
    }

    Builder add(Block block) {
      endFacts();
      blocks.add(block);
      return this;
    }

    /// Facts that follow one another become one block.
    Builder fact(String name, String value) {
      facts.add(new Fact(name, value));
      return this;
    }

    private void endFacts() {
      if (!facts.isEmpty()) {
        blocks.add(new Facts(facts));
        facts.clear();
      }
    }

    Report build() {
      endFacts();
      return new Report(title, blocks);
    }
  }
}
