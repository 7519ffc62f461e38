package voxcrate.engine.diarization;

import voxcrate.engine.clustering.VariationalBayes;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.onnx.ModelProblem;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Agglomerative;
import voxcrate.model.ModelDescriptor.Plda;
import voxcrate.model.ModelDescriptor.Vbx;

/// Finds out which local speakers of different chunks are the same person.
sealed interface SpeakerClusterer permits AgglomerativeClusterer, VbxClusterer {
  /// @param embeddings of the active slots; none when only one speaker is allowed
  ClusterAssignment assign(
      SpeakerEmbeddings embeddings, SpeakerActivity activity, SpeakerBounds bounds);

  /// The one that a pipeline's `model.json` names.
  ///
  /// @throws voxcrate.problem.ToolException when a file that it needs is altered or unusable
  static SpeakerClusterer of(PipelineModels models) {
    return switch (models.parameters().clustering()) {
      case Agglomerative(double threshold, int minClusterSize) ->
          new AgglomerativeClusterer(threshold, minClusterSize, TrainingRule.MOSTLY_ALONE);
      case Vbx(double threshold, double fa, double fb, Plda plda) -> {
        requireItsEmbeddings(plda, models);
        var space = PldaFile.read(models.folder(), plda);
        var bayes = new VariationalBayes(space.betweenSpeakers(), fa, fb);
        yield new VbxClusterer(threshold, space, bayes);
      }
    };
  }

  private static void requireItsEmbeddings(Plda plda, PipelineModels models) {
    int dimension = models.embedding().model().dimension();
    if (plda.inputDimension() != dimension) {
      throw ModelProblem.unusable(
          models.folder().resolve(ModelDescriptor.FILE_NAME),
          "its PLDA takes embeddings of "
              + plda.inputDimension()
              + " dimensions, the embedding model gives "
              + dimension);
    }
  }
}
