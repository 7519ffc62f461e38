package voxcrate.engine.output;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import voxcrate.bundle.Digest;
import voxcrate.json.Json;

/// With what a result was made: enough to make it again, and to see why another one differs.
///
/// @param program name and version
/// @param device such as `cpu`
/// @param parameters options that the result depends on, by name
/// @param stageSeconds how long each stage took
/// @param stageDevices where each of these computed
public record RunRecord(
    String program,
    Instant started,
    String device,
    int threads,
    List<UsedModel> models,
    Map<String, Json> parameters,
    Map<String, Double> stageSeconds,
    Map<String, String> stageDevices) {
  public RunRecord {
    models = List.copyOf(models);
    parameters = Map.copyOf(parameters);
    stageSeconds = Map.copyOf(stageSeconds);
    stageDevices = Map.copyOf(stageDevices);
  }

  /// @param role such as `transcription`
  /// @param revision the hub's commit; empty for a model of one's own
  /// @param files digests by name
  public record UsedModel(
      String role, String name, Optional<String> revision, Map<String, Digest> files) {
    public UsedModel {
      files = Map.copyOf(files);
    }

    private Json json() {
      var digests = Json.object();
      new TreeMap<>(files).forEach((file, digest) -> digests.put(file, digest.hex()));
      return Json.object()
          .put("role", role)
          .put("name", name)
          .putIfPresent("revision", revision.map(Json::of))
          .put("files", digests.build())
          .build();
    }
  }

  Json.Obj json() {
    var options = Json.object();
    new TreeMap<>(parameters).forEach(options::put);
    var stages = Json.object();
    new TreeMap<>(stageSeconds).forEach((stage, seconds) -> stages.put(stage, decimal(seconds)));
    var devices = Json.object();
    new TreeMap<>(stageDevices).forEach((stage, place) -> devices.put(stage, place));
    return Json.object()
        .put("program", program)
        .put("started", started.toString())
        .put("device", device)
        .put("threads", threads)
        .put("models", models.stream().map(UsedModel::json).collect(Json.toArray()))
        .put("parameters", options.build())
        .put("stageSeconds", stages.build())
        .put("stageDevices", devices.build())
        .build();
  }

  private static Json decimal(double seconds) {
    return new Json.Num(BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_EVEN));
  }
}
