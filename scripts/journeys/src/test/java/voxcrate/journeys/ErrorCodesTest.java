package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.problem.ErrorCode;

/// Every code that a program can print is explained in the page that travels with every bundle, and
/// that page explains nothing else.
final class ErrorCodesTest {
  private static final Pattern SECTION =
      Pattern.compile("(?m)^### (?<id>\\S+)\n(?<text>(?:(?!^#).*\n)+)");

  @ParameterizedTest
  @MethodSource("codes")
  void each_code_is_explained_with_its_exit_status(ErrorCode code) throws IOException {
    assertThat(sections().filter(section -> section.group("id").equals(code.id())))
        .singleElement()
        .extracting(section -> section.group("text"))
        .asString()
        .contains("Exit status " + code.exit().code() + ".");
  }

  @Test
  void the_page_explains_no_code_that_nothing_prints() throws IOException {
    assertThat(sections().map(section -> section.group("id")))
        .containsExactlyInAnyOrderElementsOf(codes().stream().map(ErrorCode::id).toList());
  }

  @Test
  void no_two_codes_share_an_id() {
    assertThat(codes().stream().map(ErrorCode::id)).doesNotHaveDuplicates();
  }

  private static Stream<MatchResult> sections() throws IOException {
    return SECTION.matcher(Files.readString(Source.root().resolve("docs/errors.md"))).results();
  }

  static List<ErrorCode> codes() {
    return new ClassFileImporter()
        .withImportOption(new DoNotIncludeTests()).importPackages("voxcrate").stream()
            .filter(type -> type.isAssignableTo(ErrorCode.class) && type.isEnum())
            .map(JavaClass::reflect)
            .flatMap(type -> Stream.of(type.getEnumConstants()))
            .map(ErrorCode.class::cast)
            .toList();
  }
}
