package voxcrate.engine.diarization;

import java.util.List;
import voxcrate.engine.clustering.CentroidLinkage;
import voxcrate.engine.clustering.Centroids;
import voxcrate.engine.clustering.KMeans;
import voxcrate.engine.clustering.PldaSpace;
import voxcrate.engine.clustering.VariationalBayes;
import voxcrate.engine.clustering.Vectors;

/// Groups local speakers into people, as pyannote.audio 4's `VBxClustering`: centroid linkage makes
/// too many clusters, variational Bayes keeps those it needs, and no two local speakers of a chunk
/// become the same person.
///
/// @param threshold of the linkage, on the distance of centroids of unit vectors
/// @param space in which variational Bayes compares voices
record VbxClusterer(double threshold, PldaSpace space, VariationalBayes bayes)
    implements SpeakerClusterer {
  @Override
  public ClusterAssignment assign(
      SpeakerEmbeddings embeddings, SpeakerActivity activity, SpeakerBounds bounds) {
    var training = TrainingRule.MOSTLY_ALONE.select(embeddings, activity); // vectors × dimension
    if (training.size() < 2) {
      return ClusterAssignment.oneCluster(activity);
    }
    var units = training.stream().map(Vectors::unit).toList();
    var found = speakers(training, units);
    int wanted = bounds.clippedTo(training.size()).nearest(found.count());
    if (wanted == found.count()) {
      return ClusterAssignment.oneToOne(embeddings, activity, found);
    }
    // Speakers that had to be forced may be one person's two voices: both in one chunk are allowed.
    var forced = Centroids.of(training, KMeans.labels(units, wanted));
    return ClusterAssignment.nearest(embeddings, activity, forced);
  }

  private Centroids speakers(List<float[]> training, List<float[]> units) {
    var labels = CentroidLinkage.of(units).cut(threshold);
    var posterior = bayes.fit(training.stream().map(space::project).toList(), labels);
    return Centroids.weighted(training, posterior.speakers(), posterior::of);
  }
}
