package voxcrate.bundler.practice;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A running practice hub over a folder `ORG/NAME/FILES`: the hub itself, its content and its Xet
/// storage, three origins on loopback.
///
/// The folder is read once, at the start. Requests, accounts and faults may be looked at and
/// changed from any thread while it runs.
public final class PracticeHub implements AutoCloseable {
  /// The configuration inside a served folder.
  public static final String CONFIG_NAME = "practice-hub.json";

  private final Map<String, PracticeRepository> repositories;
  private final List<LoggedRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Consumer<LoggedRequest>> watchers = new CopyOnWriteArrayList<>();
  private final Faults faults = new Faults();
  private final Shutdown shutdown = new Shutdown();
  private final GateKeeper gates;
  private final PracticeConfig config;
  private final Listener hub;
  private final Listener content;
  private final Listener xet;

  private PracticeHub(Map<String, PracticeRepository> repositories, PracticeConfig config, int port)
      throws IOException {
    this.repositories = repositories;
    this.config = config;
    this.gates = new GateKeeper(config, repositories);
    this.hub = new Listener(LoggedRequest.Origin.HUB, port, this::record);
    this.content = new Listener(LoggedRequest.Origin.CONTENT, 0, this::record);
    this.xet = new Listener(LoggedRequest.Origin.XET, 0, this::record);
    config.faults().forEach(faults::add);
  }

  /// Serves `folder` on a free port, as its `practice-hub.json` says where it has one.
  public static PracticeHub start(Path folder) throws IOException {
    return start(folder, PracticeConfigReader.of(folder));
  }

  public static PracticeHub start(Path folder, PracticeConfig config) throws IOException {
    return start(folder, config, 0, InstantSource.system());
  }

  /// @param port 0 for any free one
  /// @param clock what the expiry of content addresses is measured by
  public static PracticeHub start(Path folder, PracticeConfig config, int port, InstantSource clock)
      throws IOException {
    var started = new PracticeHub(repositoriesIn(folder, config), config, port);
    started.listen(clock);
    return started;
  }

  private void listen(InstantSource clock) {
    var links = new SignedLink(clock);
    var damage = new Damage(faults, shutdown);
    var outages = new Outages(faults, shutdown, clock);
    UnaryOperator<String> contentLink = path -> contentOrigin() + links.sign(path);
    var tokens = new XetTokens(clock);
    var offer = new XetOffer(endpoint(), xet.address(), tokens);
    var models = new ModelAnswers(gates, faults, config, offer);
    var downloads = new DownloadAnswers(gates, faults, damage, offer, contentLink);
    var answers = new HubAnswers(gates, models, downloads, faults, outages, formerNames());
    var contents = new ContentAnswers(repositories.values(), links, faults, outages, damage);
    var reconstructions = new XetAnswers(repositories.values(), tokens, outages, contentLink);
    var cuts = new RandomCuts(faults);
    xet.serve(request -> cuts.apply(request, reconstructions.answer(request)));
    content.serve(request -> cuts.apply(request, contents.answer(request)));
    hub.serve(request -> cuts.apply(request, answers.answer(request)));
  }

  /// Every folder two levels below `folder`, by `ORG/NAME`.
  private static Map<String, PracticeRepository> repositoriesIn(Path folder, PracticeConfig config)
      throws IOException {
    var found = new HashMap<String, PracticeRepository>();
    for (var owner : foldersIn(folder)) {
      for (var model : foldersIn(owner)) {
        var name = owner.getFileName() + "/" + model.getFileName();
        found.put(name, PracticeRepository.read(name, model, config.settingsOf(name).xet()));
      }
    }
    return Map.copyOf(found);
  }

  private static List<Path> foldersIn(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  private Map<String, String> formerNames() {
    var names = new HashMap<String, String>();
    config
        .repositories()
        .forEach(
            (name, settings) -> settings.formerNames().forEach(former -> names.put(former, name)));
    return names;
  }

  private void record(LoggedRequest request) {
    requests.add(request);
    watchers.forEach(watcher -> watcher.accept(request));
  }

  /// What clients take as `HF_ENDPOINT`.
  public URI endpoint() {
    return hub.address();
  }

  /// Where the content of large files comes from: another origin, that no token may reach.
  public URI contentOrigin() {
    return content.address();
  }

  public List<PracticeRepository> repositories() {
    return repositories.values().stream()
        .sorted(Comparator.comparing(PracticeRepository::name))
        .toList();
  }

  /// What the hub started with; [#change] and [#inject] do not show here.
  public PracticeConfig config() {
    return config;
  }

  /// Every request so far, in the order in which they were answered.
  public List<LoggedRequest> requests() {
    return List.copyOf(requests);
  }

  /// Calls `watcher` for each request from now on, on the thread that answers it.
  public void watch(Consumer<LoggedRequest> watcher) {
    watchers.add(watcher);
  }

  /// Switches a fault on.
  public void inject(Fault fault) {
    faults.add(fault);
  }

  /// Switches every fault off.
  public void heal() {
    faults.clear();
  }

  /// Moves an account at the gate of a repository, as a person or an author would on the web.
  public void change(String account, String repository, GateState state) {
    gates.change(account, repository, state);
  }

  @Override
  public void close() {
    shutdown.begin();
    hub.close();
    content.close();
    xet.close();
  }
}
