package voxcrate.bundler.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The machine that a bundle is for, as `voxcrate-installer probe` has written it down
/// (`docs/machine-profile.md`). Read as data: what is not known is passed over, as the form says,
/// and what does not fit is refused.
///
/// @param glibc absent where there is another C library
/// @param processorFits whether the processor has what the engine needs
/// @param memoryBytes of the whole machine
/// @param prefix where the installation will lie
public record TargetProfile(
    String os,
    String arch,
    Optional<String> glibc,
    boolean processorFits,
    long memoryBytes,
    Disk prefix,
    Cards cards) {
  private static final String TYPE = "voxcrate-profile/1";
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_CARDS = 64;
  private static final Pattern VERSION = Pattern.compile("\\d{1,6}(\\.\\d{1,6}){0,3}");
  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]{1,200}");

  /// @param freeBytes absent where nobody could tell
  public record Disk(OptionalLong freeBytes, boolean readOnly, boolean noexec) {}

  /// What was said of NVIDIA's graphics cards.
  public sealed interface Cards {
    record None() implements Cards {}

    record Unusable(String reason) implements Cards {}

    /// @param cuda highest version that the driver supports; `unknown` where it does not tell
    record Usable(String driver, String cuda, List<Card> cards) implements Cards {
      public Usable {
        cards = List.copyOf(cards);
      }
    }
  }

  /// @param capability such as `8.6`
  /// @param mig whether it is cut into instances
  public record Card(String name, String capability, long totalBytes, boolean mig) {}

  /// @throws ToolException where the file is no such profile
  public static TargetProfile in(Path file) {
    try (var in = Files.newInputStream(file)) {
      return read(in.readNBytes(MAX_BYTES));
    } catch (IOException | JsonException e) {
      throw new ToolException(
          Problem.of(
                  CudaCode.PROFILE_UNUSABLE,
                  "The machine's profile cannot be used",
                  "reading " + file,
                  e instanceof JsonException
                      ? String.valueOf(e.getMessage())
                      : e.getClass().getSimpleName(),
                  "make it on that machine: voxcrate-installer probe --out FILE",
                  "a machine that has nothing yet: voxcrate-bundler write --bootstrap-only MEDIUM",
                  "or say it in a word: --target cpu, --target gpu")
              .expecting("a file in the form " + TYPE),
          e);
    }
  }

  static TargetProfile read(byte[] document) {
    var json = JsonReader.readObject(document);
    if (!json.text("_type").equals(TYPE)) {
      throw new JsonException("not a " + TYPE);
    }
    var platform = json.object("platform");
    return new TargetProfile(
        plain(platform, "os"),
        plain(platform, "arch"),
        platform.find("glibc").isPresent()
            ? Optional.of(version(platform, "glibc"))
            : Optional.empty(),
        json.object("processor").flag("fits"),
        amount(json.object("memory"), "totalBytes"),
        disk(json.object("disks").object("prefix")),
        cards(json.object("graphics")));
  }

  private static Disk disk(Json.Obj json) {
    return new Disk(
        json.find("freeBytes").isPresent()
            ? OptionalLong.of(amount(json, "freeBytes"))
            : OptionalLong.empty(),
        json.find("readOnly").isPresent() && json.flag("readOnly"),
        json.find("noexec").isPresent() && json.flag("noexec"));
  }

  private static Cards cards(Json.Obj json) {
    var state = json.text("state");
    return switch (state) {
      case "none" -> new Cards.None();
      case "unusable" -> new Cards.Unusable(plain(json, "reason"));
      case "usable" -> {
        var cards = json.objects("cards");
        if (cards.isEmpty() || cards.size() > MAX_CARDS) {
          throw new JsonException("a machine with " + cards.size() + " cards");
        }
        yield new Cards.Usable(
            version(json, "driver"),
            plain(json, "cuda"),
            cards.stream().map(TargetProfile::card).toList());
      }
      default -> throw new JsonException("an unknown state of the graphics cards");
    };
  }

  private static Card card(Json.Obj json) {
    return new Card(
        plain(json, "name"),
        plain(json, "computeCapability"),
        amount(json, "totalBytes"),
        json.flag("mig"));
  }

  private static long amount(Json.Obj json, String member) {
    long value = json.integer(member);
    if (value < 0) {
      throw new JsonException("'" + member + "' is below 0");
    }
    return value;
  }

  private static String version(Json.Obj json, String member) {
    var text = json.text(member);
    if (!VERSION.matcher(text).matches()) {
      throw new JsonException("'" + member + "' is no version");
    }
    return text;
  }

  /// What is shown on a terminal must not be able to steer it.
  private static String plain(Json.Obj json, String member) {
    var text = json.text(member);
    if (!PLAIN.matcher(text).matches()) {
      throw new JsonException("'" + member + "' is no plain text");
    }
    return text;
  }
}
