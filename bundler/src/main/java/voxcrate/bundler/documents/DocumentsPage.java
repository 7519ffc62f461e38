package voxcrate.bundler.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `docs.html`: every document on one page, readable in any browser before anything is installed.
/// The page runs nothing and loads nothing.
public final class DocumentsPage {
  public static final String NAME = "docs.html";

  private static final String MARKDOWN = ".md";

  /// What people look for in front of a machine that refuses comes first; the rest by name.
  private static final List<String> FIRST =
      List.of("errors", "commands", "keys", "hugging-face-token", "recipes");

  private DocumentsPage() {}

  /// @param folder whose `*.md` are the documents; other files and folders are left out
  /// @param version of the product that they describe
  /// @param card the operator's card as it lies on the medium, plain text
  public static String of(Path folder, String version, String card) throws IOException {
    var documents = documents(folder);
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Voxcrate %1$s: documents</title>
    <style>
    %2$s</style>
    </head>
    <body>
    <nav aria-label="Contents">
    <p><strong>Voxcrate %1$s</strong></p>
    <p><a href="#card">Operator's card</a></p>
    %3$s</nav>
    <main>
    <section id="card">
    <h1>Operator's card</h1>
    <pre>%4$s</pre>
    </section>
    %5$s</main>
    </body>
    </html>
    """
        .formatted(
            Document.escaped(version),
            style(),
            joined(documents, Document::contents),
            Document.escaped(card),
            joined(documents, Document::section));
  }

  private static List<Document> documents(Path folder) throws IOException {
    var names = names(folder);
    var documents = new ArrayList<Document>();
    for (var name : names) {
      documents.add(Document.of(name, Files.readString(folder.resolve(name + MARKDOWN)), names));
    }
    return documents;
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(MARKDOWN))
          .map(name -> name.substring(0, name.length() - MARKDOWN.length()))
          .sorted(
              Comparator.comparingInt(DocumentsPage::rank).thenComparing(Comparator.naturalOrder()))
          .toList();
    }
  }

  private static int rank(String name) {
    int place = FIRST.indexOf(name);
    return place < 0 ? FIRST.size() : place;
  }

  private static String joined(List<Document> documents, Function<Document, String> part) {
    return documents.stream().map(part).collect(Collectors.joining());
  }

  private static String style() throws IOException {
    try (var in = DocumentsPage.class.getResourceAsStream("docs.css")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks docs.css");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
