package voxcrate.bundler.documents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/// One document as a section of the page. Its headings' anchors begin with its name, so that those
/// of two documents do not meet.
///
/// @param name of the file, without `.md`; the section's anchor
/// @param headings of the two upper levels, in order; the first is the title
/// @param body HTML
record Document(String name, List<Title> headings, String body) {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final int CONTENTS_DEPTH = 2;

  record Title(String anchor, String text) {}

  /// @param names of all documents on the page: links to them stay on the page
  static Document of(String name, String markdown, Collection<String> names) {
    var prefix = name + "-";
    var tree = Parser.builder().extensions(TABLES).build().parse(markdown);
    tree.accept(new PageLinks(name, names));
    var html =
        HtmlRenderer.builder()
            .extensions(TABLES)
            .extensions(List.of(HeadingAnchorExtension.builder().idPrefix(prefix).build()))
            .escapeHtml(true)
            .build();
    return new Document(name, headings(tree, prefix), html.render(tree));
  }

  private static List<Title> headings(Node tree, String prefix) {
    var ids = IdGenerator.builder().prefix(prefix).build();
    var found = new ArrayList<Title>();
    tree.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            var text = text(heading);
            var anchor = ids.generateId(text);
            if (heading.getLevel() <= CONTENTS_DEPTH) {
              found.add(new Title(anchor, text));
            }
          }
        });
    return found;
  }

  private static String text(Heading heading) {
    var text = new StringBuilder();
    heading.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }

  /// The document in the page's list of contents, folded.
  String contents() {
    var title = headings.isEmpty() ? name : headings.getFirst().text();
    return headings.stream()
        .skip(1)
        .map(heading -> "<li>" + link(heading.anchor(), heading.text()) + "</li>\n")
        .collect(
            Collectors.joining(
                "",
                "<details><summary>" + link(name, title) + "</summary>\n<ul>\n",
                "</ul>\n</details>\n"));
  }

  String section() {
    return "<section id=\"" + name + "\">\n" + body + "</section>\n";
  }

  private static String link(String anchor, String text) {
    return "<a href=\"#" + anchor + "\">" + escaped(text) + "</a>";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
