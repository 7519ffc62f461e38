package voxcrate.bundler.documents;

import java.util.Collection;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/// Makes a document's links work on the page of all documents. What the page holds is reached
/// within it; addresses of the web stay, for people who can open them; of the rest the words stay.
final class PageLinks extends AbstractVisitor {
  private static final Pattern DOCUMENT = Pattern.compile("([a-z0-9-]*)(?:\\.md)?(?:#(.*))?");

  private final String here;
  private final Collection<String> names;

  /// @param here name of the document
  /// @param names of all documents on the page
  PageLinks(String here, Collection<String> names) {
    this.here = here;
    this.names = names;
  }

  @Override
  public void visit(Link link) {
    visitChildren(link);
    var destination = link.getDestination();
    if (destination.startsWith("https://")) {
      return;
    }
    var parts = DOCUMENT.matcher(destination);
    var name = parts.matches() ? parts.group(1).isEmpty() ? here : parts.group(1) : "";
    if (names.contains(name)) {
      link.setDestination(parts.group(2) == null ? "#" + name : "#" + name + "-" + parts.group(2));
    } else {
      leaveWords(link);
    }
  }

  @Override
  public void visit(Image image) {
    leaveWords(image);
  }

  private static void leaveWords(Node node) {
    for (var child = node.getFirstChild(); child != null; child = node.getFirstChild()) {
      node.insertBefore(child);
    }
    node.unlink();
  }
}
