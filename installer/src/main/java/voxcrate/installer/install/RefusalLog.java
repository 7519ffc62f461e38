package voxcrate.installer.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Set;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;
import voxcrate.problem.Problem;

/// What was refused, for sites that want to keep that too. A refusal leaves everything as it was,
/// so nothing is kept unless somebody has asked for it by making the file.
///
/// Of a refused bundle nothing can be believed, so its names are not written down; nor are places.
public final class RefusalLog {
  private final InstallLayout layout;
  private final Clock clock;

  public RefusalLog(InstallLayout layout, Clock clock) {
    this.layout = layout;
    this.clock = clock;
  }

  /// From now on refusals are kept.
  ///
  /// @return false where they were kept before
  public boolean begin() throws IOException {
    if (isKept()) {
      return false;
    }
    Durable.write(layout.refusalLog(), new byte[0], "rw-r--r--");
    return true;
  }

  public boolean isKept() {
    return Files.isRegularFile(layout.refusalLog(), LinkOption.NOFOLLOW_LINKS);
  }

  /// @param event what was refused, such as `install`
  public void refused(String event, Problem problem) {
    if (!isKept()) {
      return;
    }
    var line =
        Json.object()
            .put("time", clock.instant().toString())
            .put("event", event + " refused")
            .put("code", problem.code().id())
            .put("result", problem.headline())
            .build();
    try (var channel =
        FileChannel.open(
            layout.refusalLog(), Set.of(StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS))) {
      var bytes = (JsonWriter.compact(line) + "\n").getBytes(UTF_8);
      Durable.writeFully(channel, ByteBuffer.wrap(bytes));
      channel.force(true);
    } catch (IOException e) {
      // A user who may not write here is told of the refusal all the same.
      return;
    }
  }
}
