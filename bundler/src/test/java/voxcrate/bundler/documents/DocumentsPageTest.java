package voxcrate.bundler.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.hub.HubCode;

class DocumentsPageTest {
  private static final Path DOCS = Path.of(System.getProperty("voxcrate.source"), "docs");

  @TempDir Path folder;

  @Test
  void every_link_within_the_page_of_our_own_documents_leads_somewhere() throws Exception {
    var page = DocumentsPage.of(DOCS, "1.2.3", "card");

    var anchors = found(page, " id=\"([^\"]+)\"");
    assertThat(anchors).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    assertThat(anchors).containsAll(found(page, "href=\"#([^\"]*)\""));
    for (var code : HubCode.values()) {
      assertThat(anchors).contains("errors-" + code.id().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void the_page_runs_nothing_and_loads_nothing() throws Exception {
    var page = DocumentsPage.of(DOCS, "1.2.3", "card");

    assertThat(page).contains("default-src 'none'");
    assertThat(found(page, "<(script|link|img|iframe|object|form)[ >]")).isEmpty();
    assertThat(found(page, "href=\"(?!#|https://)([^\"]*)\"")).isEmpty();
  }

  @Test
  void every_document_is_a_section_with_card_errors_and_token_page() throws Exception {
    var page = DocumentsPage.of(DOCS, "0.1.0", "1  cp ____ .");

    try (var files = Files.list(DOCS)) {
      for (var file : files.map(name -> name.getFileName().toString()).toList()) {
        if (file.endsWith(".md")) {
          assertThat(page).contains("<section id=\"" + file.replace(".md", "") + "\">");
        }
      }
    }
    assertThat(page)
        .contains("<section id=\"card\">", "1  cp ____ .", "id=\"errors-vx-engine-015\"")
        .contains("<section id=\"hugging-face-token\">");
  }

  @Test
  void errors_come_first_and_the_rest_by_name() throws Exception {
    write("zebra", "# Zebra\n");
    write("apple", "# Apple\n");
    write("errors", "# Errors\n");

    var page = DocumentsPage.of(folder, "1.2.3", "card");

    assertThat(found(page, "<section id=\"([^\"]+)\""))
        .containsExactly("card", "errors", "apple", "zebra");
  }

  @Test
  void links_between_documents_become_links_on_the_page() throws Exception {
    write(
        "errors",
        """
        # Errors

        ## `VX-A-001` first

        See [tokens](token.md#kinds-of-tokens) or [top](#errors).
        """);
    write(
        "token",
        """
        # Token

        ## Kinds of tokens

        [Back](errors.md), [web](https://example.org/)
        """);

    var page = DocumentsPage.of(folder, "1.2.3", "card");

    assertThat(page)
        .contains(
            "<a href=\"#token-kinds-of-tokens\">tokens</a>",
            "<a href=\"#errors-errors\">top</a>",
            "<a href=\"#errors\">Back</a>",
            "<a href=\"https://example.org/\">web</a>",
            "<li><a href=\"#errors-vx-a-001-first\">VX-A-001 first</a></li>");
  }

  @Test
  void of_links_that_lead_out_of_the_page_the_words_are_left() throws Exception {
    write(
        "errors",
        "# Errors\n\nThe [sources](../pom.xml), [why](adr/0001.md), ![a picture](p.svg)\n");

    assertThat(DocumentsPage.of(folder, "1.2.3", "card"))
        .contains("<p>The sources, why, a picture</p>");
  }

  @Test
  void markup_in_text_stays_text() throws Exception {
    write("errors", "# Errors\n\n<script>alert(1)</script>\n\n[x](javascript:alert)\n");

    var page = DocumentsPage.of(folder, "1.2.3", "a <b>card</b> & more");

    assertThat(page)
        .contains("a &lt;b&gt;card&lt;/b&gt; &amp; more")
        .doesNotContain("<script", "javascript:");
  }

  private void write(String name, String markdown) throws IOException {
    Files.writeString(folder.resolve(name + ".md"), markdown);
  }

  private static List<String> found(String page, String pattern) {
    return Pattern.compile(pattern).matcher(page).results().map(match -> match.group(1)).toList();
  }
}
