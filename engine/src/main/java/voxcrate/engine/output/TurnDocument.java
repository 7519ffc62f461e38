package voxcrate.engine.output;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.Turn;
import voxcrate.json.Json;

/// A recording's turns as JSON, times in seconds with three decimals.
public final class TurnDocument {
  private TurnDocument() {}

  public static Json.Obj of(Path recording, String pipeline, Diarization diarization) {
    return Json.object()
        .put("recording", recording.getFileName().toString())
        .put("pipeline", pipeline)
        .put("seconds", thousandths(diarization.seconds()))
        .put("speakers", diarization.speakers())
        .put("turns", turns(diarization.turns()))
        .put("exclusiveTurns", turns(diarization.exclusiveTurns()))
        .build();
  }

  private static Json turns(List<Turn> turns) {
    return turns.stream()
        .map(
            turn ->
                Json.object()
                    .put("start", thousandths(turn.startSeconds()))
                    .put("end", thousandths(turn.endSeconds()))
                    .put("speaker", turn.speaker().label())
                    .build())
        .collect(Json.toArray());
  }

  private static Json thousandths(double seconds) {
    return new Json.Num(BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_EVEN));
  }
}
