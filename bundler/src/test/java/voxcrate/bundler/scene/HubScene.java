package voxcrate.bundler.scene;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundler.hub.FoundToken;
import voxcrate.bundler.hub.HubAddress;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubSettings;
import voxcrate.bundler.hub.RetryPolicy;
import voxcrate.bundler.practice.Gate;
import voxcrate.bundler.practice.LoggedRequest;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.practice.PracticeConfig;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.bundler.practice.PracticeRepository;
import voxcrate.progress.ProgressListener;

/// A practice hub with three small repositories and the recipe that pins them: two gated, one open,
/// as for the 3.1 pipeline. Pauses are remembered, not waited.
public final class HubScene implements AutoCloseable {
  public static final String SEGMENTATION = "acme/segmentation";
  public static final String EMBEDDING = "acme/embedding";
  public static final String PIPELINE = "acme/pipeline";
  public static final int WEIGHTS_BYTES = 700_000;

  private final PracticeHub hub;
  private final Recipe recipe;
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final List<HubClient> clients = new ArrayList<>();

  private HubScene(PracticeHub hub, Recipe recipe) {
    this.hub = hub;
    this.recipe = recipe;
  }

  public static HubScene start(Path folder) throws IOException {
    return start(folder, PracticeConfig.open());
  }

  public static HubScene start(Path folder, PracticeConfig config) throws IOException {
    for (var name : List.of(SEGMENTATION, EMBEDDING, PIPELINE)) {
      write(
          folder, name + "/config.yaml", ("task: " + name + "\n").getBytes(StandardCharsets.UTF_8));
      write(folder, name + "/README.md", ("# " + name + "\n").getBytes(StandardCharsets.UTF_8));
    }
    write(folder, SEGMENTATION + "/pytorch_model.bin", weights(1));
    write(folder, EMBEDDING + "/pytorch_model.bin", weights(2));
    return over(folder, config);
  }

  /// Serves what lies in `folder`, as after the authors of a model have changed it.
  public static HubScene over(Path folder) throws IOException {
    return over(folder, PracticeConfig.open());
  }

  private static HubScene over(Path folder, PracticeConfig config) throws IOException {
    var gated = config.gate(SEGMENTATION, Gate.AUTO).gate(PIPELINE, Gate.AUTO);
    return new HubScene(PracticeHub.start(folder, gated), recipe(folder));
  }

  private static void write(Path folder, String path, byte[] content) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static byte[] weights(int seed) {
    var content = new byte[WEIGHTS_BYTES];
    new Random(seed).nextBytes(content);
    return content;
  }

  /// The weights are pinned by size and digest; the rest by the commit alone.
  private static Recipe recipe(Path folder) throws IOException {
    return Recipe.pinned(
        "scene",
        "A recipe for tests",
        true,
        List.of(
            repository(folder, SEGMENTATION, true, Role.SEGMENTATION),
            repository(folder, EMBEDDING, false, Role.EMBEDDING),
            repository(folder, PIPELINE, true, Role.PIPELINE)));
  }

  private static RecipeRepository repository(Path folder, String name, boolean gated, Role role)
      throws IOException {
    var served = PracticeRepository.read(name, folder.resolve(name));
    var files =
        served.files().stream()
            .map(
                file ->
                    new RecipeFile(
                        new RelativePath(file.path()),
                        file.sha256().isPresent()
                            ? OptionalLong.of(file.sizeBytes())
                            : OptionalLong.empty(),
                        file.sha256(),
                        Optional.empty()))
            .toList();
    return new RecipeRepository(name, served.commit(), gated, "MIT", role, files);
  }

  /// The same recipe with nothing pinned but the commits.
  public Recipe unpinned() {
    return Recipe.pinned(
        recipe.name(),
        recipe.title(),
        recipe.practice(),
        recipe.pinned().stream()
            .map(
                repository ->
                    new RecipeRepository(
                        repository.name(),
                        repository.commit(),
                        repository.gated(),
                        repository.licence(),
                        repository.role(),
                        repository.files().stream()
                            .map(
                                file ->
                                    new RecipeFile(
                                        file.path(),
                                        OptionalLong.empty(),
                                        Optional.empty(),
                                        Optional.empty()))
                            .toList()))
            .toList());
  }

  /// The same recipe with another digest for the weights of the segmentation.
  public Recipe mispinned() {
    var first = recipe.pinned().getFirst();
    var files = new ArrayList<RecipeFile>();
    for (var file : first.files()) {
      files.add(
          file.sha256().isEmpty()
              ? file
              : new RecipeFile(
                  file.path(), file.sizeBytes(), Optional.of(Digest.of("other")), file.gitBlob()));
    }
    var other =
        new RecipeRepository(
            first.name(), first.commit(), true, first.licence(), first.role(), files);
    return Recipe.pinned(recipe.name(), recipe.title(), true, List.of(other));
  }

  public PracticeHub hub() {
    return hub;
  }

  public Recipe recipe() {
    return recipe;
  }

  public RecipeRepository segmentation() {
    return recipe.pinned().getFirst();
  }

  public HubAddress address() {
    return HubAddress.of(hub.endpoint().toString());
  }

  public URI endpoint() {
    return hub.endpoint();
  }

  /// What the client waited, in order.
  public List<Duration> pauses() {
    return pauses;
  }

  /// A client with the token of a practice account.
  public HubClient client(String account) {
    return clientWith(FoundToken.pasted(PracticeAccount.tokenOf(account)));
  }

  public HubClient clientWithToken(String text) {
    return clientWith(FoundToken.pasted(text));
  }

  public HubClient clientWithoutToken() {
    return clientWith(Optional.empty());
  }

  /// A client that takes a server for stalled after half a second of silence.
  public HubClient impatientClient(String account) {
    var usual = HubSettings.of(address(), "voxcrate-test/1");
    var impatient =
        new HubSettings(
            usual.address(),
            usual.proxies(),
            usual.caFile(),
            usual.connect(),
            Duration.ofMillis(500),
            usual.product());
    return clientWith(FoundToken.pasted(PracticeAccount.tokenOf(account)), impatient);
  }

  private HubClient clientWith(Optional<FoundToken> token) {
    return clientWith(token, HubSettings.of(address(), "voxcrate-test/1"));
  }

  private HubClient clientWith(Optional<FoundToken> token, HubSettings settings) {
    var client =
        new HubClient(
            settings,
            token,
            new RetryPolicy(5, pauses::add, new Random(1)),
            ProgressListener.SILENT);
    clients.add(client);
    return client;
  }

  /// Requests so far to one of the two origins, as text.
  public List<String> requests(LoggedRequest.Origin origin) {
    return hub.requests().stream()
        .filter(request -> request.origin() == origin)
        .map(LoggedRequest::toString)
        .toList();
  }

  /// What a folder of the hub holds, for comparison with what was fetched.
  public static Map<String, byte[]> files(Path folder) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var walk = Files.walk(folder)) {
      for (var file : walk.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Override
  public void close() {
    clients.forEach(HubClient::close);
    hub.close();
  }
}
