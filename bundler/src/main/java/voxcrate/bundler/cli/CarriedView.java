package voxcrate.bundler.cli;

import java.util.Locale;
import voxcrate.bundler.medium.MediumCopy.Carried;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.progress.ByteCount;

/// Tells what lies on the medium now.
record CarriedView(Console console) {
  void show(Carried carried) {
    console.print(
        String.format(
            Locale.ROOT,
            "Wrote %s to %s%s",
            ByteCount.text(carried.written()),
            carried.folder(),
            carried.kept().isEmpty()
                ? ""
                : "; " + carried.kept().size() + " files were there already, and whole"));
    console.print(
        carried.uncached()
            ? "Read back from the medium itself: every byte is the signed one"
            : "Read back through this machine's memory: every byte is the signed one");
    if (!carried.uncached()) {
      console.say(
          "this file system cannot be read past the memory: unmount it, plug it in again, and run"
              + " voxcrate-bundler verify "
              + carried.folder());
    }
    console.print("Unmount it before you pull it out; its card stays on paper");
    console.result(
        Json.object()
            .put("folder", carried.folder().toString())
            .put("writtenBytes", carried.written())
            .put("kept", Json.strings(carried.kept()))
            .put("uncached", carried.uncached())
            .build());
  }
}
