package voxcrate.engine.audio;

/// Names what a file is by its first bytes, for the message that refuses it.
final class AudioKind {
  private AudioKind() {}

  /// @param magic the first twelve bytes as Latin-1
  static String named(String magic) {
    if (magic.startsWith("ID3") || magic.startsWith("\u00ff\u00fb")) {
      return "an MP3 file";
    }
    if (magic.startsWith("OggS")) {
      return "an Ogg file (Opus or Vorbis)";
    }
    if (magic.startsWith("ftyp", 4)) {
      return "an MP4, M4A or MOV file";
    }
    if (magic.startsWith("RF64") || magic.startsWith("BW64")) {
      return "a WAV file of the 64-bit form (RF64)";
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
