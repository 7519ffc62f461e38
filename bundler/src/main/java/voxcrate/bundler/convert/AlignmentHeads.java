package voxcrate.bundler.convert;

import java.util.List;
import java.util.Optional;
import voxcrate.model.ModelDescriptor.AlignmentHead;

/// The heads of Whisper's attention to the audio that follow the words.
///
/// @param heads by layer and number; empty where nobody names any
/// @param source who names them
record AlignmentHeads(List<AlignmentHead> heads, Optional<String> source) {
  static final AlignmentHeads UNKNOWN = new AlignmentHeads(List.of(), Optional.empty());

  AlignmentHeads {
    heads = List.copyOf(heads);
  }
}
