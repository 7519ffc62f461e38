package voxcrate.engine.output;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import voxcrate.engine.audio.HeardFile;
import voxcrate.engine.audio.stream.Damage;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.Turn;
import voxcrate.json.Json;

/// A recording's turns as JSON, times in seconds with three decimals on the recording's time line.
public final class TurnDocument {
  /// First member of the file, put there by [OutputFolder].
  public static final String TYPE = "voxcrate-turns/1";

  private TurnDocument() {}

  /// @param name of the recording
  /// @param pipeline its name
  public static Json.Obj of(String name, String pipeline, HeardRecording heard) {
    var diarization = heard.diarization();
    var document = Json.object();
    about(name, heard).members().forEach(document::put);
    return document
        .put("pipeline", pipeline)
        .put("speakers", diarization.speakers())
        .put("turns", turns(diarization.turns(), heard))
        .put("exclusiveTurns", turns(diarization.exclusiveTurns(), heard))
        .build();
  }

  /// What is known of a recording whoever speaks in it.
  ///
  /// @param name of the recording
  public static Json.Obj about(String name, HeardRecording heard) {
    return Json.object()
        .put("recording", recording(name, heard))
        .put("start", thousandths(heard.range().startSeconds()))
        .put("seconds", thousandths(heard.diarization().seconds()))
        .put("parts", heard.files().stream().map(TurnDocument::part).collect(Json.toArray()))
        .put("remarks", Json.strings(heard.remarks()))
        .build();
  }

  private static String recording(String name, HeardRecording heard) {
    return heard.files().size() == 1
        ? heard.files().getFirst().file().getFileName().toString()
        : name;
  }

  private static Json part(HeardFile file) {
    return Json.object()
        .put("file", file.file().getFileName().toString())
        .put("start", thousandths(file.startSeconds()))
        .put("seconds", thousandths(file.seconds()))
        .putIfPresent("damage", file.damage().map(TurnDocument::damage))
        .build();
  }

  private static Json damage(Damage damage) {
    return Json.object()
        .put("from", thousandths(damage.fromSeconds()))
        .put("missingSeconds", thousandths(damage.missingSeconds()))
        .put("places", damage.places())
        .put("found", damage.found())
        .build();
  }

  private static Json turns(List<Turn> turns, HeardRecording heard) {
    return turns.stream().map(turn -> turn(turn, heard)).collect(Json.toArray());
  }

  private static Json turn(Turn turn, HeardRecording heard) {
    var json =
        Json.object()
            .put("start", thousandths(turn.startSeconds()))
            .put("end", thousandths(turn.endSeconds()))
            .put("speaker", turn.speaker().label());
    turn.speaker().channel().ifPresent(channel -> json.put("channel", channel));
    heard
        .fileAt(turn.startSeconds())
        .ifPresent(
            file ->
                json.put("file", file.file().getFileName().toString())
                    .put("fileStart", thousandths(turn.startSeconds() - file.startSeconds())));
    return json.build();
  }

  private static Json thousandths(double seconds) {
    return new Json.Num(BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_EVEN));
  }
}
