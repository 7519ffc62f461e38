import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Draws what a terminal showed as an SVG picture: plain and bold text, nothing else.
///
/// `TerminalPicture FROM TO < RECORDING > PICTURE` takes the lines of a recording (`script -qc
/// COMMAND FILE`) from the first that begins with FROM up to the one before TO.
final class TerminalPicture {
  private static final double CHARACTER_WIDTH = 8.43;
  private static final int LINE_HEIGHT = 19;
  private static final int MARGIN = 16;
  private static final String BOLD = "\u001b[1m";

  public static void main(String[] args) throws IOException {
    var recording = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    var lines = new ArrayList<String>();
    for (var line : recording.split("\n")) {
      var shown = shown(line);
      if (plain(shown).startsWith(args[1]) && !lines.isEmpty()) {
        break;
      }
      if (!lines.isEmpty() || plain(shown).startsWith(args[0])) {
        lines.add(shown);
      }
    }
    System.out.print(picture(lines));
  }

  /// What is left of a line after the cursor has gone back over it.
  private static String shown(String line) {
    var whole = line.replaceAll("\r+$", "").replaceAll("\u001b\\[[0-9;?]*[A-HJKSThl]", "");
    return whole.substring(whole.lastIndexOf('\r') + 1);
  }

  private static String plain(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  private static String picture(List<String> lines) {
    int columns = lines.stream().mapToInt(line -> plain(line).length()).max().orElse(0);
    long width = Math.round(columns * CHARACTER_WIDTH) + 2 * MARGIN;
    int height = lines.size() * LINE_HEIGHT + 2 * MARGIN;
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d">
        <rect width="100%%" height="100%%" rx="8" fill="#10151c"/>
        <g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="#d5dde6">
        """
            .formatted(width, height));
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (!plain(line).isBlank()) {
        svg.append(
            "<text x=\"%d\" y=\"%d\"%s>%s</text>\n"
                .formatted(
                    MARGIN,
                    MARGIN + LINE_HEIGHT * i + 14,
                    line.contains(BOLD) ? " font-weight=\"bold\" fill=\"#ffffff\"" : "",
                    escaped(plain(line))));
      }
    }
    return svg.append("</g>\n</svg>\n").toString();
  }

  /// Blanks do not break and are not joined: browsers collapse others, whatever a style asks for.
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace(" ", "&#160;");
  }

  private TerminalPicture() {}
}
