package voxcrate.bundler.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A repository in the form of `pyannote/speaker-diarization-community-1`: a pipeline with both
/// models and its PLDA, small and random.
public final class CommunityRepository {
  public static final String CONFIG =
      """
      dependencies:
        pyannote.audio: 4.0.0

      pipeline:
        name: pyannote.audio.pipelines.SpeakerDiarization
        params:
          clustering: VBxClustering
          segmentation: $model/segmentation
          segmentation_batch_size: 32
          embedding: $model/embedding
          embedding_batch_size: 32
          embedding_exclude_overlap: true
          plda: $model/plda

      params:
        clustering:
          threshold: 0.6
          Fa: 0.07
          Fb: 0.8
        segmentation:
          min_duration_off: 0.0
      """;

  private CommunityRepository() {}

  /// Writes it into `folder`.
  public static Path write(Path folder) throws IOException {
    copy("segmentation-tiny.bin", folder.resolve("segmentation/pytorch_model.bin"));
    copy("embedding-tiny.bin", folder.resolve("embedding/pytorch_model.bin"));
    copy("plda-tiny/plda.npz", folder.resolve("plda/plda.npz"));
    copy("plda-tiny/xvec_transform.npz", folder.resolve("plda/xvec_transform.npz"));
    Files.writeString(folder.resolve("embedding/README.md"), "who made the embedding");
    Files.writeString(folder.resolve("plda/README.md"), "who made the PLDA");
    Files.writeString(folder.resolve("README.md"), "---\nlicense: cc-by-4.0\n---\n");
    Files.writeString(folder.resolve("config.yaml"), CONFIG);
    return folder;
  }

  private static void copy(String resource, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (InputStream in = CommunityRepository.class.getResourceAsStream(resource)) {
      Files.copy(Objects.requireNonNull(in, resource), file);
    }
  }
}
