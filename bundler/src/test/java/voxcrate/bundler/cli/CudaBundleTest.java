package voxcrate.bundler.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.build.ReleaseKey;
import voxcrate.bundler.build.SmallPrograms;
import voxcrate.bundler.cuda.CudaShelf;
import voxcrate.bundler.cuda.ElfLibrary;
import voxcrate.cli.Program;
import voxcrate.json.JsonReader;

/// `build --target gpu` as people type it, with libraries of some hundred bytes from every source.
final class CudaBundleTest {
  private static final String NAME = "voxcrate-1795219200";

  @TempDir Path folder;
  private final Map<String, byte[]> served = new TreeMap<>();
  private final MockWebServer server = new MockWebServer();
  private CudaShelf shelf;

  private record Answer(int status, String out, String err) {}

  @BeforeEach
  void lay_out() throws IOException {
    var dist = SmallPrograms.in(folder.resolve("dist"));
    // With a runtime there none has to be linked.
    Files.createDirectories(dist.resolve("runtime/bin"));
    Files.writeString(dist.resolve("runtime/bin/java"), "#!/bin/sh\n");
    Files.writeString(dist.resolve("runtime/release"), "JAVA_VERSION=\"25\"\n");
    new ReleaseKey(folder.resolve("release.key")).generate(null);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            var content = served.get(request.getUrl().encodedPath());
            return content == null
                ? new MockResponse.Builder().code(404).build()
                : new MockResponse.Builder().body(new Buffer().write(content)).build();
          }
        });
    server.start();
    shelf = CudaShelf.in(folder.resolve("shelf"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer build(String... more) {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("build", "--no-models"));
    if (!List.of(more).contains("--target")) {
      arguments.addAll(List.of("--target", "gpu"));
    }
    if (!List.of(more).contains("--out")) {
      arguments.addAll(List.of("--out", folder.resolve("out").toString()));
    }
    arguments.addAll(List.of("--key", folder.resolve("release.key").toString()));
    arguments.addAll(List.of("--dist", folder.resolve("dist").toString()));
    arguments.addAll(List.of("--created", "2026-11-21T00:00:00Z"));
    arguments.addAll(List.of("--cache-dir", folder.resolve("cache").toString()));
    arguments.addAll(List.of("--lock", folder.resolve("voxcrate.lock").toString()));
    arguments.addAll(List.of("--cuda-component", shelf.component().toString()));
    arguments.addAll(List.of("--maven-repository", shelf.maven().toString()));
    arguments.addAll(List.of(more));
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Program.run(
            new VoxcrateBundler(),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments.toArray(String[]::new));
    return new Answer(status, out.toString(), err.toString());
  }

  private Answer accepted(String... more) {
    var all = new ArrayList<>(List.of(more));
    all.addAll(List.of("--accept-licence", "nvidia-cuda"));
    return build(all.toArray(String[]::new));
  }

  private Map<String, String> entries() throws IOException {
    var manifest =
        JsonReader.readObject(
            Files.readAllBytes(folder.resolve("out").resolve(NAME).resolve("bundle.json")));
    var entries = new TreeMap<String, String>();
    manifest
        .objects("entries")
        .forEach(entry -> entries.put(entry.text("path"), entry.text("digest")));
    return entries;
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve("out").resolve(NAME).resolve(file));
  }

  @Test
  void wheels_of_a_folder_are_laid_out_with_the_order_in_which_to_load_them() throws Exception {
    shelf.write("http://localhost:1/");

    var answer = accepted("--wheels", shelf.wheels().toString());

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(entries())
        .containsKeys(
            "engine/native/libonnxruntime.so",
            "engine/native/libonnxruntime_providers_cuda.so",
            "engine/native/libonnxruntime_providers_shared.so",
            "engine/cuda/libcudart.so.12")
        .containsEntry(
            "engine/cuda/load-order.txt",
            Digest.of("libcublasLt.so.12\nlibcublas.so.12\nlibcudart.so.12\n").hex())
        .doesNotContainKey("engine/native/onnxruntime.dll");
    assertThat(entries().keySet()).noneMatch(path -> path.contains("libalt"));
  }

  @Test
  void cudnn_stays_at_home_where_no_model_needs_it() throws Exception {
    shelf.write("http://localhost:1/");

    var answer = accepted("--wheels", shelf.wheels().toString());

    assertThat(answer.err()).contains("no model needs cuDNN");
    assertThat(entries().keySet()).noneMatch(path -> path.contains("cudnn"));
  }

  @Test
  void licences_sources_and_digests_are_told_in_the_bundle() throws Exception {
    shelf.write("http://localhost:1/");

    accepted("--wheels", shelf.wheels().toString());

    assertThat(text("licences.txt")).contains("Terms of the test, whole", "LicenseRef-Test");
    assertThat(text("evidence.txt").replaceAll("\\s+", " "))
        .contains(
            "NVIDIA's Python wheels",
            Digest.of(shelf.wheels().resolve("nvidia_cuda_cudart-1.0-py3-none-any.whl")).hex(),
            "shown and accepted before they were fetched")
        .doesNotContain(folder.toString());
    assertThat(text("sbom.cdx.json")).contains("\"cuda:libcublas\"", "engine/cuda/libcublas.so.12");
  }

  @Test
  void without_a_yes_to_the_terms_nothing_is_fetched() throws Exception {
    shelf.write(server.url("/").toString());

    var answer = build();

    assertThat(answer.status()).isEqualTo(3);
    assertThat(answer.err())
        .contains("VX-BUILD-030", "Terms of the test", "https://example.org/terms")
        .contains("--accept-licence nvidia-cuda");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void archives_are_fetched_once_and_then_taken_from_the_cache() throws Exception {
    serveArchives();
    shelf.write(server.url("/").toString());
    serveArchives();

    var answer = accepted();
    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(entries()).containsKey("engine/cuda/libcublasLt.so.12");
    int asked = server.getRequestCount();
    assertThat(asked).isEqualTo(2);

    var again = accepted("--out", folder.resolve("other").toString(), "--offline");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(server.getRequestCount()).isEqualTo(asked);
    assertThat(folder.resolve("cache/components")).isDirectoryNotContaining("glob:**/laid-*");
  }

  private void serveArchives() throws IOException {
    if (Files.isDirectory(shelf.archives())) {
      try (var files = Files.walk(shelf.archives())) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          served.put("/" + shelf.archives().relativize(file), Files.readAllBytes(file));
        }
      }
    }
  }

  @Test
  void an_archive_that_is_not_what_is_pinned_is_refused_before_it_is_unpacked() throws Exception {
    shelf.write(server.url("/").toString());
    serveArchives();
    served.values().forEach(content -> content[content.length - 1] ^= 1);

    var answer = accepted();

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.err()).contains("VX-BUILD-032", "sha256:");
    assertThat(folder.resolve("out").resolve(NAME)).doesNotExist();
  }

  @Test
  void a_publisher_that_cannot_be_reached_names_the_other_ways() throws Exception {
    shelf.write(server.url("/nowhere/").toString());

    var answer = accepted();

    assertThat(answer.status()).isEqualTo(4);
    assertThat(answer.err()).contains("VX-BUILD-031", "status 404", "--wheels", "--wheel-index");
  }

  @Test
  void an_index_of_packages_leads_to_the_wheels_in_either_form() throws Exception {
    shelf.write("http://localhost:1/");
    serveWheel("cuda_cudart");
    serveWheel("libcublas");
    served.put(
        "/simple/nvidia-cuda_cudart/",
        "<html><a data-x=\"1\" href=\"../../files/nvidia_cuda_cudart-1.0-py3-none-any.whl#sha256=0\">x</a>"
            .getBytes(UTF_8));
    served.put(
        "/simple/nvidia-libcublas/",
        """
        {"meta": {"api-version": "1.0"}, "files": [{
          "filename": "nvidia_libcublas-1.0-py3-none-any.whl",
          "url": "/files/nvidia_libcublas-1.0-py3-none-any.whl", "hashes": {}}]}
        """
            .getBytes(UTF_8));

    var answer = accepted("--wheel-index", server.url("/simple").toString());

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(entries())
        .containsKeys("engine/cuda/libcudart.so.12", "engine/cuda/libcublas.so.12");
  }

  private void serveWheel(String name) throws IOException {
    var file = "nvidia_" + name + "-1.0-py3-none-any.whl";
    served.put("/files/" + file, Files.readAllBytes(shelf.wheels().resolve(file)));
  }

  @Test
  void a_cuda_folder_is_pinned_by_the_lock_file() throws Exception {
    shelf.write("http://localhost:1/");

    var answer = accepted("--cuda-folder", shelf.cudaFolder().toString());
    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(Files.readString(folder.resolve("voxcrate.lock")))
        .contains("\"libraries\"", "libcublas.so.12");
    assertThat(text("evidence.txt")).contains("a CUDA folder of the builder's");

    var library = shelf.cudaFolder().resolve("lib64/libcudart.so.12.1.2");
    Files.write(
        library, ElfLibrary.named("libcudart.so.12").giving("cudaMalloc").giving("x").bytes());
    var updated =
        accepted("--cuda-folder", shelf.cudaFolder().toString(), "--out", folder + "/other");

    assertThat(updated.status()).isEqualTo(5);
    assertThat(updated.err()).contains("VX-BUILD-032", "libcudart.so.12", "lock file");
  }

  @Test
  void a_wheel_that_is_missing_is_named_with_the_command_that_brings_it() throws Exception {
    shelf.write("http://localhost:1/");
    Files.delete(shelf.wheels().resolve("nvidia_libcublas-1.0-py3-none-any.whl"));

    var answer = accepted("--wheels", shelf.wheels().toString());

    assertThat(answer.status()).isEqualTo(7);
    assertThat(answer.err())
        .contains("VX-BUILD-033", "pip download --no-deps nvidia-libcublas==1.0");
  }

  @Test
  void a_set_that_lacks_a_symbol_or_a_library_is_not_packed() throws Exception {
    shelf
        .with(
            ElfLibrary.named("libcublas.so.12")
                .giving("cublasCreate")
                .needing("libnvJitLink.so.12")
                .taking("cublasLtDestroy", "libcublasLt.so.12"))
        .write("http://localhost:1/");

    var answer = accepted("--wheels", shelf.wheels().toString());

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.err())
        .contains("VX-BUILD-022")
        .contains("libnvJitLink.so.12 for libcublas.so.12")
        .contains("cublasLtDestroy@libcublasLt.so.12 for libcublas.so.12");
    assertThat(folder.resolve("out").resolve(NAME)).doesNotExist();
  }

  @Test
  void a_target_that_nobody_named_is_the_processor_and_that_is_said() throws Exception {
    shelf.write("http://localhost:1/");
    var arguments =
        List.of(
            "build",
            "--no-models",
            "--out",
            folder.resolve("out").toString(),
            "--key",
            folder.resolve("release.key").toString(),
            "--dist",
            folder.resolve("dist").toString(),
            "--created",
            "2026-11-21T00:00:00Z");
    var err = new StringWriter();

    int status =
        Program.run(
            new VoxcrateBundler(),
            new PrintWriter(new StringWriter(), true),
            new PrintWriter(err, true),
            arguments.toArray(String[]::new));

    assertThat(status).as(err.toString()).isZero();
    assertThat(err.toString()).contains("target: cpu, as none was named");
    assertThat(entries().keySet()).noneMatch(path -> path.startsWith("engine/cuda/"));
  }

  private Path profile(String graphics, String... changes) throws IOException {
    var text =
        """
        {"_type": "voxcrate-profile/1", "made": "2026-11-22T00:00:00Z", "later": "unknown",
         "platform": {"os": "linux", "arch": "x86_64", "glibc": "2.28"},
         "processor": {"fits": true, "threads": 8},
         "memory": {"totalBytes": 64000000000, "availableBytes": 60000000000},
         "disks": {"prefix": {"type": "xfs", "freeBytes": 900000000000}},
         "graphics": %s}
        """
            .formatted(graphics);
    for (int i = 0; i < changes.length; i += 2) {
      assertThat(text).contains(changes[i]);
      text = text.replace(changes[i], changes[i + 1]);
    }
    return Files.writeString(folder.resolve("profile.json"), text);
  }

  private static String card(String capability, String driver) {
    return """
    {"state": "usable", "driver": "%s", "cuda": "12.8", "source": "NVML",
     "cards": [{"name": "Some card", "computeCapability": "%s",
                "totalBytes": 24000000000, "freeBytes": 23000000000, "mig": false}]}
    """
        .formatted(driver, capability);
  }

  @Test
  void a_machine_with_a_card_gets_its_libraries_and_one_without_does_not() throws Exception {
    shelf.write("http://localhost:1/");
    var with = profile(card("8.9", "570.124.06"));

    var cards = accepted("--target", with.toString(), "--wheels", shelf.wheels().toString());
    assertThat(cards.status()).as(cards.err()).isZero();
    assertThat(cards.err()).contains("target: Some card (8.9), in f16; for its processor too");
    assertThat(entries()).containsKey("engine/cuda/load-order.txt");

    var without = profile("{\"state\": \"none\"}");
    var processor =
        build("--target", without.toString(), "--out", folder.resolve("other").toString());
    assertThat(processor.status()).as(processor.err()).isZero();
    assertThat(processor.err()).contains("no graphics card of NVIDIA there");
  }

  @Test
  void a_machine_that_cannot_run_it_is_refused_with_every_reason_before_a_fetch() throws Exception {
    shelf.write(server.url("/").toString());
    var file =
        profile(
            card("10.0", "470.82.01"),
            "\"glibc\": \"2.28\"",
            "\"glibc\": \"2.17\"",
            "\"fits\": true",
            "\"fits\": false",
            "900000000000",
            "90000000");

    var answer = accepted("--target", file.toString());

    assertThat(answer.status()).isEqualTo(6);
    assertThat(answer.err())
        .contains("VX-BUILD-038", "its C library is 2.17", "AVX2", "470.82.01", "525.60.13")
        .contains("Some card is of compute capability 10.0", "90.0 MB free", "--target cpu");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void a_file_that_is_no_profile_is_refused() throws Exception {
    shelf.write("http://localhost:1/");
    var forged = profile(card("8.6", "570.1"), "Some card", "\\u001b[2J");

    for (var target : List.of(forged.toString(), folder.resolve("absent").toString())) {
      var answer = accepted("--target", target);

      assertThat(answer.status()).isEqualTo(7);
      assertThat(answer.err()).contains("VX-BUILD-037", "voxcrate-installer probe");
    }
  }
}
