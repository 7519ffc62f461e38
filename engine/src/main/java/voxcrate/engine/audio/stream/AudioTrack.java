package voxcrate.engine.audio.stream;

/// One of the tracks with sound in a file.
///
/// @param number counted from 1 among the tracks with sound, as people do
/// @param codec how it is coded, in words: "AAC", "Opus"
/// @param language as the file states it ("eng", "und"), "" where it does not
public record AudioTrack(int number, String codec, String language) {
  @Override
  public String toString() {
    var spoken = language.isEmpty() || language.equals("und") ? "" : " (" + language + ")";
    return number + ": " + codec + spoken;
  }
}
