package voxcrate.bundler.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import voxcrate.json.Json;
import voxcrate.json.JsonException;

/// One page of `GET /api/models/ID/tree/REV`: the files of a repository. [HubClient#list] reads all
/// pages.
record RepositoryTree(URI page) implements HubEndpoint<RepositoryTree.Page> {
  private static final Pattern NEXT = Pattern.compile("<([^<>]+)>\\s*;\\s*rel=\"next\"");

  /// @param next the address of the page after this
  record Page(List<TreeEntry> files, Optional<URI> next) {}

  static RepositoryTree first(HubAddress address, String repository, String revision) {
    return new RepositoryTree(
        address.at(
            "/api/models/%s/tree/%s?recursive=true&expand=false"
                .formatted(repository, HubAddress.segment(revision))));
  }

  @Override
  public URI on(HubAddress address) {
    return page;
  }

  @Override
  public Page read(HubReply reply) {
    if (!(reply.json() instanceof Json.Arr(var items))) {
      throw new JsonException("the listing is not an array");
    }
    var files = new ArrayList<TreeEntry>();
    for (var item : items) {
      if (item instanceof Json.Obj entry && entry.text("type").equals("file")) {
        files.add(file(entry));
      }
    }
    return new Page(List.copyOf(files), next(reply));
  }

  private static TreeEntry file(Json.Obj entry) {
    var size = OptionalLong.of(entry.integer("size"));
    boolean large = entry.find("lfs").isPresent();
    // Of a large file the outer id is that of a pointer text, not of the content.
    var digest = large ? entry.object("lfs").text("oid") : entry.text("oid");
    return new TreeEntry(entry.text("path"), StatedContent.of(size, digest));
  }

  private static Optional<URI> next(HubReply reply) {
    var link = NEXT.matcher(reply.header("Link").orElse(""));
    if (!link.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(reply.address()).resolve(link.group(1)));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new JsonException("the address of the next page is none", e);
    }
  }
}
