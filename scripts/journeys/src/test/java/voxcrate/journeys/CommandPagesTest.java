package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.cli.Program;
import voxcrate.engine.Voxcrate;
import voxcrate.installer.VoxcrateInstaller;

/// `docs/commands.md` is what the programs themselves say.
final class CommandPagesTest {
  private static final int WIDTH = 100;
  private static final Path PAGE = Source.root().resolve("docs/commands.md");

  @Test
  void page_is_what_the_programs_say() throws IOException {
    var expected = page();
    if (Boolean.getBoolean("voxcrate.docs.write")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(PAGE)
        .as(
            "stale? mvn -pl scripts/journeys -am verify with"
                + " JAVA_TOOL_OPTIONS=-Dvoxcrate.docs.write=true")
        .hasContent(expected);
  }

  private static String page() {
    var text =
        new StringBuilder("# Commands\n\nGenerated from the programs; a test keeps it so.\n");
    for (var root : List.of(new VoxcrateBundler(), new VoxcrateInstaller(), new Voxcrate())) {
      describe(Program.commandLine(root), 2, text);
    }
    return text.toString();
  }

  private static void describe(CommandLine command, int level, StringBuilder text) {
    command.setUsageHelpWidth(WIDTH);
    text.append("\n").append("#".repeat(level)).append(" ");
    text.append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
    command
        .getUsageMessage(Ansi.OFF)
        .lines()
        .forEach(line -> text.append(line.stripTrailing()).append("\n"));
    text.append("```\n");
    // A verb with a second name is there twice.
    command.getSubcommands().values().stream()
        .distinct()
        .forEach(child -> describe(child, level + 1, text));
  }
}
