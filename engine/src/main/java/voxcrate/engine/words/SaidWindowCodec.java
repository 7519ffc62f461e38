package voxcrate.engine.words;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import voxcrate.engine.alignment.TimedText;
import voxcrate.engine.alignment.Word;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcription.EarlierText;

/// Windows of text as bytes: how many; for each its language, temperature and tokens, then its
/// segments with their words. Numbers are ints and doubles, a text is the number of its bytes and
/// these in UTF-8, a confidence that is not known is no number.
final class SaidWindowCodec {
  private SaidWindowCodec() {}

  /// @param channel goes before it
  static byte[] write(int channel, List<SaidWindow> windows) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(channel);
      out.writeInt(windows.size());
      for (var window : windows) {
        write(window, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(SaidWindow window, DataOutputStream out) throws IOException {
    write(window.text().language(), out);
    out.writeDouble(window.text().temperature());
    out.writeInt(window.text().tokens().size());
    for (int token : window.text().tokens()) {
      out.writeInt(token);
    }
    out.writeInt(window.segments().size());
    for (var segment : window.segments()) {
      write(segment, out);
    }
  }

  private static void write(Segment segment, DataOutputStream out) throws IOException {
    out.writeDouble(segment.startSeconds());
    out.writeDouble(segment.endSeconds());
    write(segment.text(), out);
    write(segment.language(), out);
    out.writeDouble(segment.averageLogProbability());
    out.writeDouble(segment.noSpeechProbability());
    out.writeInt(segment.words().size());
    for (var spoken : segment.words()) {
      var word = spoken.word();
      write(word.text(), out);
      out.writeDouble(word.startSeconds());
      out.writeDouble(word.endSeconds());
      out.writeDouble(word.confidence().orElse(Double.NaN));
    }
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /// @param content without the number of the channel; vouched for by a digest, so never hostile
  static Optional<List<SaidWindow>> read(ByteBuffer content) {
    var bytes = new byte[content.remaining()];
    content.get(bytes);
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var windows = new ArrayList<SaidWindow>();
      for (int left = in.readInt(); left > 0; left--) {
        windows.add(window(in));
      }
      return Optional.of(List.copyOf(windows));
    } catch (IOException _) {
      return Optional.empty(); // A record of something else.
    }
  }

  private static SaidWindow window(DataInputStream in) throws IOException {
    var language = text(in);
    double temperature = in.readDouble();
    var tokens = new ArrayList<Integer>();
    for (int left = in.readInt(); left > 0; left--) {
      tokens.add(in.readInt());
    }
    var segments = new ArrayList<Segment>();
    for (int left = in.readInt(); left > 0; left--) {
      segments.add(segment(in));
    }
    return new SaidWindow(new EarlierText(language, tokens, temperature), segments);
  }

  private static Segment segment(DataInputStream in) throws IOException {
    double start = in.readDouble();
    double end = in.readDouble();
    var text = text(in);
    var language = text(in);
    double averageLogProbability = in.readDouble();
    double noSpeechProbability = in.readDouble();
    var words = new ArrayList<Word>();
    for (int left = in.readInt(); left > 0; left--) {
      words.add(word(in));
    }
    var timed = new TimedText(start, end, text, words);
    return Segment.of(timed, language, averageLogProbability, noSpeechProbability);
  }

  private static Word word(DataInputStream in) throws IOException {
    var text = text(in);
    double start = in.readDouble();
    double end = in.readDouble();
    double confidence = in.readDouble();
    return new Word(
        text,
        start,
        end,
        Double.isNaN(confidence) ? OptionalDouble.empty() : OptionalDouble.of(confidence));
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
