package voxcrate.engine.audio.ffmpeg;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import voxcrate.engine.audio.pcm.SampleForm;
import voxcrate.engine.audio.pcm.SampleLayout;
import voxcrate.engine.audio.stream.PcmFormat;
import voxcrate.engine.audio.stream.PcmStream;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// What FFmpeg decodes, from its standard output. It is given no shell, no terminal, no network and
/// no environment but the search path; its own words go into the message.
public final class FfmpegStream implements PcmStream {
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int FORMAT_BYTES = 16;
  private static final int MAX_CHUNK_BYTES = 1 << 16;

  private final Process process;
  private final InputStream output;
  private final FfmpegWords words;
  private final PcmFormat format;
  private final SampleLayout layout;

  private FfmpegStream(Process process) throws IOException {
    this.process = process;
    this.output = new BufferedInputStream(process.getInputStream(), 1 << 16);
    this.words = FfmpegWords.of(process.getErrorStream());
    this.format = readHead();
    this.layout = new SampleLayout(SampleForm.FLOAT_32, ByteOrder.LITTLE_ENDIAN, format.channels());
  }

  /// @param program file to run, or a name to be found on the search path
  /// @param track counted from 1
  /// @throws RefusedAudioException when FFmpeg does not decode it either
  /// @throws IOException when FFmpeg cannot be started
  public static FfmpegStream open(Path program, Path file, int track) throws IOException {
    var builder = new ProcessBuilder(command(program, file, track));
    var searchPath = builder.environment().get("PATH");
    builder.environment().clear();
    if (searchPath != null) {
      builder.environment().put("PATH", searchPath);
    }
    var process = builder.start();
    try {
      process.getOutputStream().close();
      return new FfmpegStream(process);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /// The prefix keeps a file's name from being read as an option or an address.
  private static List<String> command(Path program, Path file, int track) {
    return List.of(
        program.toString(),
        "-nostdin",
        "-v",
        "error",
        "-protocol_whitelist",
        "file,pipe",
        "-i",
        "file:" + file.toAbsolutePath(),
        "-map",
        "0:a:" + (track - 1),
        "-c:a",
        "pcm_f32le",
        "-f",
        "wav",
        "pipe:1");
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public int read(float[] interleaved, int maxFrames) throws IOException {
    var bytes = output.readNBytes(Math.min(maxFrames, 1 << 14) * layout.frameBytes());
    int frames = bytes.length / layout.frameBytes();
    layout.decode(bytes, interleaved, 0, frames);
    if (frames == 0) {
      requireGoodEnd();
    }
    return frames;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void requireGoodEnd() throws RefusedAudioException {
    try {
      if (process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw RefusedAudioException.broken(words.sentence());
  }

  /// FFmpeg writes a WAV header without sizes, whose chunks before the samples are few and short.
  private PcmFormat readHead() throws IOException {
    try {
      exactly(RIFF_HEADER_BYTES);
      var description = ByteBuffer.allocate(FORMAT_BYTES);
      while (true) {
        var header = exactly(CHUNK_HEADER_BYTES);
        var id = new byte[4];
        header.get(0, id);
        if (isNamed(id, "data")) {
          return new PcmFormat(description.getInt(4), description.getShort(2), PcmFormat.UNKNOWN);
        }
        var content = exactly(header.getInt(4));
        description = isNamed(id, "fmt ") ? content : description;
      }
    } catch (EOFException | IndexOutOfBoundsException e) {
      throw RefusedAudioException.unsupported(words.sentence());
    }
  }

  private static boolean isNamed(byte[] id, String name) {
    return new String(id, StandardCharsets.ISO_8859_1).equals(name);
  }

  private ByteBuffer exactly(int bytes) throws IOException {
    if (bytes < 0 || bytes > MAX_CHUNK_BYTES) {
      throw new EOFException();
    }
    var content = output.readNBytes(bytes);
    if (content.length < bytes) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }
}
