package voxcrate.engine.words;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import voxcrate.engine.resume.ResumeFile;

/// What has been said so far, kept for a run that takes up a killed one.
///
/// A record is the number of the channel's place in order as an int, then windows that were decoded
/// together, as [SaidWindowCodec] writes them: taken up between them, the rest is decoded in the
/// same company, and comes to the same numbers. A recording's last windows may have been decoded
/// together with those of the next recording, which are in that one's file.
public final class WordLog {
  private final ResumeFile file;
  private int channels;

  public WordLog(ResumeFile file) {
    this.file = file;
  }

  /// Keeps nothing.
  public static WordLog none() {
    return new WordLog(ResumeFile.none());
  }

  /// The next channel begins. Windows of earlier channels may be added still, and are not told any
  /// more.
  ///
  /// @param windows of the channel
  Channel channel(int windows) {
    int number = channels;
    channels++;
    var earlier = new ArrayList<SaidWindow>();
    while (earlier.size() < windows) {
      var more = file.recall(content -> decode(content, number));
      if (more.isEmpty()) {
        break;
      }
      earlier.addAll(more.get());
    }
    return new Channel(file, number, earlier);
  }

  private static Optional<List<SaidWindow>> decode(ByteBuffer content, int channel) {
    return content.remaining() >= Integer.BYTES && content.getInt() == channel
        ? SaidWindowCodec.read(content)
        : Optional.empty();
  }

  /// @param earlier what the run that is taken up heard of the channel's windows: the first ones
  record Channel(ResumeFile file, int number, List<SaidWindow> earlier) {
    Channel {
      earlier = List.copyOf(earlier);
    }

    /// Keeps windows that were decoded together.
    void add(List<SaidWindow> batch) {
      file.add(SaidWindowCodec.write(number, batch));
    }
  }
}
