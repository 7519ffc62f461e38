package voxcrate.engine.audio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import voxcrate.engine.audio.flac.FlacFile;
import voxcrate.engine.audio.stream.AudioContainer;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.wav.WavFile;

/// What a file is by its first bytes.
final class AudioKind {
  /// Longest run of bytes looked at to tell what a file is.
  private static final int MAGIC_BYTES = 12;

  private AudioKind() {}

  /// Reads the head of the file.
  static AudioContainer container(Path file, RecordingInput in) throws IOException {
    var magic = new String(in.peek(MAGIC_BYTES), StandardCharsets.ISO_8859_1);
    if (magic.isEmpty()) {
      throw AudioProblem.empty(file);
    }
    if (isWav(magic)) {
      return WavFile.read(in);
    }
    if (magic.startsWith("fLaC")) {
      return FlacFile.read(in);
    }
    throw AudioProblem.unsupported(file, named(magic));
  }

  private static boolean isWav(String magic) {
    return magic.endsWith("WAVE")
        && (magic.startsWith("RIFF") || magic.startsWith("RF64") || magic.startsWith("BW64"));
  }

  /// @param magic the first twelve bytes as Latin-1
  private static String named(String magic) {
    if (magic.startsWith("ID3") || magic.startsWith("\u00ff\u00fb")) {
      return "an MP3 file";
    }
    if (magic.startsWith("OggS")) {
      return "an Ogg file (Opus or Vorbis)";
    }
    if (magic.startsWith("ftyp", 4)) {
      return "an MP4, M4A or MOV file";
    }
    if (magic.startsWith("FORM")) {
      return "an AIFF file";
    }
    if (magic.startsWith("\u001aE\u00df\u00a3")) {
      return "a Matroska or WebM file";
    }
    if (magic.startsWith("#!AMR")) {
      return "an AMR file";
    }
    return "a file that begins like no audio file this version knows";
  }
}
