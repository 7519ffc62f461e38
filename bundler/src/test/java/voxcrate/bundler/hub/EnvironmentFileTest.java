package voxcrate.bundler.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentFileTest {
  private static final HubToken TOKEN = new HubToken("hf_new");

  @TempDir Path folder;

  private String changed(String before, boolean login) throws IOException {
    var file = folder.resolve(".env");
    Files.writeString(file, before);
    var settings = EnvironmentFile.read(file);
    if (login) {
      settings.setToken(TOKEN);
      settings.setIfAbsent("MIN_SPEAKERS", "1");
    } else {
      settings.removeToken();
    }
    settings.write(file);
    return Files.readString(file);
  }

  @Test
  void every_other_line_stays_as_it_was() throws IOException {
    var before =
        """
        # settings of ours

        DATABASE_URL=postgres://x?y=z
        HUGGINGFACE_TOKEN=hf_old
        MIN_SPEAKERS=2
          # the end
        """;

    assertThat(changed(before, true)).isEqualTo(before.replace("hf_old", "hf_new"));
  }

  @Test
  void old_token_under_another_name_does_not_stay_behind() throws IOException {
    assertThat(changed("export HF_TOKEN=hf_old\n", true))
        .isEqualTo("export HF_TOKEN=\nHUGGINGFACE_TOKEN=hf_new\nMIN_SPEAKERS=1\n");
  }

  @Test
  void logout_empties_the_token_and_nothing_else() throws IOException {
    assertThat(changed("A=b\nHUGGINGFACE_TOKEN=hf_old\n", false))
        .isEqualTo("A=b\nHUGGINGFACE_TOKEN=\n");
  }

  @Test
  void absent_file_is_made_for_its_owner_only() throws IOException {
    var file = folder.resolve(".env");
    var settings = EnvironmentFile.read(file);

    settings.setToken(TOKEN);
    settings.write(file);

    assertThat(Files.readString(file)).isEqualTo("HUGGINGFACE_TOKEN=hf_new\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
