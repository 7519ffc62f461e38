package voxcrate.bundler.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import voxcrate.bundler.hub.PublicContent;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// A project's page in an index of Python packages, as JSON (PEP 691) or HTML (PEP 503). It says
/// where a file is and nothing that counts: the content is pinned.
final class WheelIndexPage {
  private static final String WELCOME =
      "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2,"
          + " text/html;q=0.1";
  private static final Pattern LINK =
      Pattern.compile("(?is)<a\\b[^>]*?\\bhref\\s*=\\s*[\"']([^\"']{1,4096})[\"']");
  private static final int MAX_BYTES = 32 << 20;
  private static final int OK = 200;

  private WheelIndexPage() {}

  /// @throws ToolException where the index has no such project or file
  static URI find(PublicContent web, URI index, CudaPackage part) throws IOException {
    var text = index.toString();
    var page = URI.create((text.endsWith("/") ? text : text + "/") + part.project() + "/");
    try (var reply = web.get(page, 0, WELCOME)) {
      if (reply.status() != OK) {
        throw absent(part, page, "status " + reply.status());
      }
      var content = reply.body().readNBytes(MAX_BYTES);
      return address(content, part.wheel().name())
          .map(page::resolve)
          .map(WheelIndexPage::withoutFragment)
          .orElseThrow(() -> absent(part, page, "no file of that name"));
    } catch (IllegalArgumentException e) {
      throw absent(part, page, "an answer that is no such page: " + e.getMessage());
    }
  }

  static Optional<String> address(byte[] page, String file) {
    var start = new String(page, 0, Math.min(page.length, 64), UTF_8).strip();
    return start.startsWith("{") ? inJson(page, file) : inHtml(new String(page, UTF_8), file);
  }

  private static Optional<String> inJson(byte[] page, String file) {
    try {
      return JsonReader.readObject(page).objects("files").stream()
          .filter(entry -> entry.text("filename").equals(file))
          .map(entry -> entry.text("url"))
          .findFirst();
    } catch (JsonException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// The last part of the address is the file's name; what stands between the tags is for people.
  private static Optional<String> inHtml(String page, String file) {
    return LINK.matcher(page)
        .results()
        .map(link -> link.group(1).replace("&amp;", "&"))
        .filter(address -> nameIn(address).equals(file))
        .findFirst();
  }

  private static String nameIn(String address) {
    var path = address.replaceFirst("[?#].*$", "");
    return path.substring(path.lastIndexOf('/') + 1).replace("%2B", "+").replace("%2b", "+");
  }

  private static URI withoutFragment(URI address) {
    return URI.create(address.toString().replaceFirst("#.*$", ""));
  }

  private static ToolException absent(CudaPackage part, URI page, String found) {
    return new ToolException(
        Problem.of(
            CudaCode.NOT_FOUND,
            "The index of Python packages has not what is pinned",
            "looking for " + part.wheel().name() + " on " + page.getHost(),
            found,
            "name the index that pip is configured for: pip config list",
            "or bring the wheels in a folder: --wheels DIR"));
  }
}
