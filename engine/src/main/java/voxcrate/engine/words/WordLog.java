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
/// same company, and comes to the same numbers.
public final class WordLog {
  private final ResumeFile file;
  private int channel = -1;

  public WordLog(ResumeFile file) {
    this.file = file;
  }

  /// Keeps nothing.
  public static WordLog none() {
    return new WordLog(ResumeFile.none());
  }

  /// The next channel begins.
  ///
  /// @param windows of the channel
  /// @return what the run that is taken up heard of them: the first ones
  List<SaidWindow> begin(int windows) {
    channel++;
    var all = new ArrayList<SaidWindow>();
    while (all.size() < windows) {
      var more = file.recall(this::decode);
      if (more.isEmpty()) {
        break;
      }
      all.addAll(more.get());
    }
    return all;
  }

  private Optional<List<SaidWindow>> decode(ByteBuffer content) {
    return content.remaining() >= Integer.BYTES && content.getInt() == channel
        ? SaidWindowCodec.read(content)
        : Optional.empty();
  }

  /// Keeps windows that were decoded together.
  void add(List<SaidWindow> batch) {
    file.add(SaidWindowCodec.write(channel, batch));
  }
}
