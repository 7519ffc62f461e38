package voxcrate.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/// Which package of the engine may know which. From the top: command line, self-test, bench and
/// output, words, transcript, diarization, transcription, alignment and score, clustering, speech,
/// models and spectrum, resume, runtime and audio.
@AnalyzeClasses(packages = "voxcrate.engine", importOptions = DoNotIncludeTests.class)
final class EngineArchitectureTest {
  @ArchTest
  static final ArchRule packages_know_only_those_below =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("voxcrate.engine.cli..")
          .layer("selftest")
          .definedBy("voxcrate.engine.selftest..")
          .layer("bench")
          .definedBy("voxcrate.engine.bench..")
          .layer("output")
          .definedBy("voxcrate.engine.output..")
          .layer("transcript")
          .definedBy("voxcrate.engine.transcript..")
          .layer("words")
          .definedBy("voxcrate.engine.words..")
          .layer("score")
          .definedBy("voxcrate.engine.score..")
          .layer("diarization")
          .definedBy("voxcrate.engine.diarization..")
          .layer("transcription")
          .definedBy("voxcrate.engine.transcription..")
          .layer("speech")
          .definedBy("voxcrate.engine.speech..")
          .layer("spectrum")
          .definedBy("voxcrate.engine.spectrum..")
          .layer("alignment")
          .definedBy("voxcrate.engine.alignment..")
          .layer("clustering")
          .definedBy("voxcrate.engine.clustering..")
          .layer("models")
          .definedBy("voxcrate.engine.models..")
          .layer("audio")
          .definedBy("voxcrate.engine.audio..")
          .layer("resume")
          .definedBy("voxcrate.engine.resume..")
          .layer("onnx")
          .definedBy("voxcrate.engine.onnx..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("selftest")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("bench")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("output")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("words")
          .mayOnlyBeAccessedByLayers("cli", "selftest", "bench")
          .whereLayer("transcript")
          .mayOnlyBeAccessedByLayers("cli", "selftest", "bench", "output", "words")
          .whereLayer("score")
          .mayOnlyBeAccessedByLayers("cli", "selftest")
          .whereLayer("diarization")
          .mayOnlyBeAccessedByLayers(
              "cli", "selftest", "bench", "output", "transcript", "words", "score")
          .whereLayer("transcription")
          .mayOnlyBeAccessedByLayers("cli", "selftest", "bench", "output", "words", "score")
          .whereLayer("speech")
          .mayOnlyBeAccessedByLayers(
              "cli", "selftest", "bench", "words", "diarization", "transcription")
          .whereLayer("spectrum")
          .mayOnlyBeAccessedByLayers("diarization", "transcription")
          .whereLayer("alignment")
          .mayOnlyBeAccessedByLayers("cli", "selftest", "bench", "output", "transcript", "words")
          .whereLayer("clustering")
          .mayOnlyBeAccessedByLayers("diarization", "score")
          .whereLayer("models")
          .mayOnlyBeAccessedByLayers(
              "cli", "selftest", "bench", "words", "diarization", "transcription", "speech")
          .whereLayer("audio")
          .mayOnlyBeAccessedByLayers(
              "cli",
              "selftest",
              "bench",
              "output",
              "words",
              "diarization",
              "transcription",
              "speech")
          .whereLayer("resume")
          .mayOnlyBeAccessedByLayers("cli", "words", "diarization")
          .whereLayer("onnx")
          .mayOnlyBeAccessedByLayers(
              "cli",
              "selftest",
              "bench",
              "words",
              "diarization",
              "transcription",
              "alignment",
              "speech",
              "models",
              "resume");

  @ArchTest
  static final ArchRule libraries_never_print =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule libraries_read_neither_properties_nor_environment =
      noClasses()
          .that()
          .resideOutsideOfPackage("voxcrate.engine.cli..")
          .should()
          .callMethod(System.class, "getProperty", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class, String.class)
          .orShould()
          .callMethod(System.class, "getenv", String.class);
}
