/// Who spoke when. [voxcrate.engine.diarization.DiarizationPipeline] tells the story; the steps
/// below it are pure functions on chunks, frames and embeddings.
package voxcrate.engine.diarization;
