package voxcrate.installer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.cli.Console;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.machine.FileSystemRoom;
import voxcrate.installer.stage.Footprint;
import voxcrate.json.Json;
import voxcrate.progress.ByteCount;

/// Shows what an install would write.
record FootprintView(Console console) {
  void show(OpenedBundle opened, InstallLayout layout, @Nullable Path link) throws IOException {
    var footprint = Footprint.of(layout, opened.manifest());
    var room = FileSystemRoom.of(layout.prefix());
    var inodes = room.map(FileSystemRoom::freeInodes).orElse(OptionalLong.empty());
    console.print("Release " + opened.releaseName() + " would be installed in " + layout.prefix());
    line("signed by", String.join(", ", opened.signers().labels()));
    line("new", count(footprint.newFiles(), footprint.newBytes()));
    line("shared", count(footprint.sharedFiles(), footprint.sharedBytes()) + " are there already");
    room.ifPresent(
        found ->
            line(
                "room",
                ByteCount.text(footprint.peakBytes())
                    + " needed at the peak, "
                    + ByteCount.text(found.freeBytes())
                    + " free"));
    line(
        "inodes",
        footprint.inodes()
            + " needed"
            + (inodes.isPresent() ? ", " + inodes.getAsLong() + " free" : ""));
    if (link != null) {
      line("links", "to both programs, in " + link);
    }
    console.print("Nothing was written");
    var document =
        Json.object()
            .put("dryRun", true)
            .put("release", opened.releaseName())
            .put("bundle", opened.id().toString())
            .put("signedBy", Json.strings(opened.signers().labels()))
            .put("prefix", layout.prefix().toString())
            .put("newBytes", footprint.newBytes())
            .put("newFiles", footprint.newFiles())
            .put("sharedBytes", footprint.sharedBytes())
            .put("sharedFiles", footprint.sharedFiles())
            .put("inodes", footprint.inodes())
            .put("peakBytes", footprint.peakBytes());
    room.ifPresent(found -> document.put("freeBytes", found.freeBytes()));
    inodes.ifPresent(free -> document.put("freeInodes", free));
    console.result(document.build());
  }

  private void line(String name, String value) {
    console.print(String.format(java.util.Locale.ROOT, "  %-11s%s", name, value));
  }

  private static String count(long files, long bytes) {
    return files + (files == 1 ? " file, " : " files, ") + ByteCount.text(bytes);
  }
}
