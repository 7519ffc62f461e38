package voxcrate.journeys;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Which part may know which: `docs/architecture.md` shows the same as a picture.
@AnalyzeClasses(packages = "voxcrate", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String BUNDLER = "voxcrate.bundler..";
  private static final String INSTALLER = "voxcrate.installer..";
  private static final String ENGINE = "voxcrate.engine..";

  @ArchTest
  static final ArchRule bundler_knows_neither_installer_nor_engine =
      noClasses()
          .that()
          .resideInAPackage(BUNDLER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INSTALLER, ENGINE);

  @ArchTest
  static final ArchRule installer_knows_neither_bundler_nor_engine =
      noClasses()
          .that()
          .resideInAPackage(INSTALLER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BUNDLER, ENGINE);

  @ArchTest
  static final ArchRule engine_knows_neither_bundler_nor_installer =
      noClasses()
          .that()
          .resideInAPackage(ENGINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BUNDLER, INSTALLER);

  @ArchTest
  static final ArchRule the_shared_library_knows_no_program =
      noClasses()
          .that()
          .resideOutsideOfPackages(BUNDLER, INSTALLER, ENGINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BUNDLER, INSTALLER, ENGINE);

  @ArchTest
  static final ArchRule the_practice_hub_shares_nothing_with_our_client =
      noClasses()
          .that()
          .resideInAPackage("voxcrate.bundler.practice..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("voxcrate.bundler.hub..", "voxcrate.bundler.download..");

  @ArchTest
  static final ArchRule our_client_shares_nothing_with_the_practice_hub =
      noClasses()
          .that()
          .resideInAnyPackage("voxcrate.bundler.hub..", "voxcrate.bundler.download..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("voxcrate.bundler.practice..");

  @ArchTest
  static final ArchRule the_reference_shares_nothing_with_the_exporters =
      noClasses()
          .that()
          .resideInAPackage("voxcrate.bundler.convert.parity..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("voxcrate.bundler.convert.arch..", "voxcrate.bundler.convert.onnx..");

  @ArchTest
  static final ArchRule nobody_but_the_hub_client_speaks_http =
      onlyIn("okhttp3..", "voxcrate.bundler.hub..", "voxcrate.bundler.download..");

  @ArchTest
  static final ArchRule there_is_no_second_http_client =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.net.http..");

  @ArchTest
  static final ArchRule models_run_in_few_packages =
      onlyIn(
          "ai.onnxruntime..",
          "voxcrate.engine.onnx..",
          "voxcrate.bundler.convert.calibration..",
          "voxcrate.bundler.convert.parity..");

  @ArchTest
  static final ArchRule archives_are_handled_in_few_places =
      onlyIn(
          "org.apache.commons.compress..",
          "voxcrate.bundle.archive..",
          "voxcrate.bundler.pack..",
          "voxcrate.bundler.intake..",
          "voxcrate.bundler.cuda..",
          "voxcrate.bundler.convert.checkpoint..");

  @ArchTest
  static final ArchRule keys_are_made_in_one_place =
      onlyIn("org.bouncycastle..", "voxcrate.bundle.trust..");

  @ArchTest
  static final ArchRule json_is_parsed_in_one_place = onlyIn("tools.jackson..", "voxcrate.json..");

  @ArchTest
  static final ArchRule command_lines_stay_thin =
      noClasses()
          .that()
          .resideOutsideOfPackages("voxcrate.cli..", "voxcrate.*.cli..")
          .and()
          .doNotHaveSimpleName("Voxcrate")
          .and()
          .doNotHaveSimpleName("VoxcrateInstaller")
          .and()
          .doNotHaveSimpleName("VoxcrateBundler")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule only_main_and_signals_end_the_process =
      noClasses()
          .that()
          .doNotHaveSimpleName("Voxcrate")
          .and()
          .doNotHaveSimpleName("VoxcrateInstaller")
          .and()
          .doNotHaveSimpleName("VoxcrateBundler")
          .and()
          .doNotHaveSimpleName("StopSignals")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule parts_of_the_shared_library_form_no_cycle = noCycle("voxcrate.(*)..");

  @ArchTest
  static final ArchRule parts_of_the_bundle_format_form_no_cycle = noCycle("voxcrate.bundle.(*)..");

  @ArchTest
  static final ArchRule parts_of_the_bundler_form_no_cycle = noCycle("voxcrate.bundler.(*)..");

  @ArchTest
  static final ArchRule parts_of_the_conversion_form_no_cycle =
      noCycle("voxcrate.bundler.convert.(*)..");

  @ArchTest
  static final ArchRule parts_of_the_installer_form_no_cycle = noCycle("voxcrate.installer.(*)..");

  @ArchTest
  static final ArchRule parts_of_the_engine_form_no_cycle = noCycle("voxcrate.engine.(*)..");

  @ArchTest
  static final ArchRule names_say_what_a_type_is =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Utils")
          .andShould()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl");

  /// A package and what lies below it count as one part.
  private static ArchRule noCycle(String parts) {
    return slices().matching(parts).should().beFreeOfCycles();
  }

  private static ArchRule onlyIn(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
