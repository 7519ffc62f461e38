package voxcrate.engine.audio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import voxcrate.engine.audio.flac.FlacFile;
import voxcrate.engine.audio.matroska.MatroskaFile;
import voxcrate.engine.audio.mp4.Mp4File;
import voxcrate.engine.audio.mpeg.AdtsFile;
import voxcrate.engine.audio.mpeg.Id3Tag;
import voxcrate.engine.audio.mpeg.MpegFile;
import voxcrate.engine.audio.ogg.OggFile;
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
    if (in.peek(1).length == 0) {
      throw AudioProblem.empty(file);
    }
    // Taggers put this before files of every kind.
    Id3Tag.skip(in);
    var magic = new String(in.peek(MAGIC_BYTES), StandardCharsets.ISO_8859_1);
    if (isWav(magic)) {
      return WavFile.read(in);
    }
    if (magic.startsWith("fLaC")) {
      return FlacFile.read(in);
    }
    if (magic.startsWith("OggS")) {
      return OggFile.read(in);
    }
    if (isMp4(magic)) {
      return Mp4File.read(in);
    }
    if (magic.startsWith("\u001aE\u00df\u00a3")) {
      return MatroskaFile.read(in);
    }
    if (AdtsFile.isLikely(in)) {
      return AdtsFile.read(in);
    }
    if (MpegFile.isLikely(in)) {
      return MpegFile.read(in);
    }
    throw AudioProblem.unsupported(file, named(magic));
  }

  private static boolean isWav(String magic) {
    return magic.endsWith("WAVE")
        && (magic.startsWith("RIFF") || magic.startsWith("RF64") || magic.startsWith("BW64"));
  }

  /// Old QuickTime files begin with any of these.
  private static boolean isMp4(String magic) {
    return Stream.of("ftyp", "moov", "mdat", "wide", "free", "skip", "pnot")
        .anyMatch(type -> magic.startsWith(type, 4));
  }

  /// @param magic the first twelve bytes as Latin-1
  private static String named(String magic) {
    if (magic.startsWith("ID3")) {
      return "an MP3 file in which no sound was found";
    }
    if (magic.startsWith("FORM")) {
      return "an AIFF file";
    }
    if (magic.startsWith("#!AMR")) {
      return "an AMR file";
    }
    return "a file that begins like no audio file this version knows";
  }
}
