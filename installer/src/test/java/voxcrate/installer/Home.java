package voxcrate.installer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.archive.BundleWriter.Written;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// A folder with a medium, a key from paper and a place for one installation.
record Home(Path folder) {
  Path medium() {
    return folder.resolve("my stick");
  }

  Path home() {
    return folder.resolve("home");
  }

  Path prefix() {
    return home().resolve("the prefix");
  }

  Path key() throws IOException {
    return TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
  }

  /// Runs the installer on this installation.
  InstallerRun run(Object... arguments) throws IOException {
    Files.createDirectories(home());
    var all = new ArrayList<Object>(List.of(arguments));
    all.addAll(List.of("--prefix", prefix()));
    return InstallerRun.of(all.toArray());
  }

  InstallerRun done(Object... arguments) throws IOException {
    var run = run(arguments);
    assertThat(run.status()).as(run.err()).isZero();
    return run;
  }

  Json.Obj json(Object... arguments) throws IOException {
    var all = new ArrayList<Object>(List.of(arguments));
    all.add("--json");
    return JsonReader.readObject(done(all.toArray()).out().getBytes(UTF_8));
  }

  Written installFirst(TestBundle bundle) throws IOException {
    var written = bundle.writeTo(medium());
    done("install", written.folder(), "--trust", key(), "--yes");
    return written;
  }

  Written upgrade(TestBundle bundle) throws IOException {
    var written = bundle.writeTo(medium());
    done("install", written.folder(), "--yes");
    return written;
  }
}
