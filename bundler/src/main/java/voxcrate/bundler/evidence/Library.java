package voxcrate.bundler.evidence;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.json.Json;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// A library that travels as a jar, by the name of its file.
///
/// @param version as the file's name has it
/// @param known what `libraries.json` says of it
record Library(String version, Known known) {
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
  private static final String OWN_GROUP = "voxcrate";

  private static final List<Known> BUILT_IN =
      Resource.document("libraries.json").objects("libraries").stream()
          .map(Library::known)
          .toList();

  /// @param group of Maven's coordinates; `voxcrate` for our own
  /// @param licence SPDX expression
  /// @param texts licences whose text has to travel
  /// @param notes on copyright and on where sources are
  record Known(
      String group,
      String artifact,
      String licence,
      List<KnownLicence> texts,
      List<String> notes) {}

  private static Known known(Json.Obj json) {
    return new Known(
        json.text("group"),
        json.text("artifact"),
        json.text("licence"),
        texts(json, "texts").stream().map(id -> KnownLicence.of(id).orElseThrow()).toList(),
        texts(json, "notes"));
  }

  private static List<String> texts(Json.Obj json, String member) {
    return json.find(member).isEmpty()
        ? List.of()
        : json.array(member).stream().map(text -> ((Json.Str) text).value()).toList();
  }

  /// @param jar name of the file
  /// @throws ToolException when nobody has looked at this library's licence
  static Library of(String jar) {
    var name = JAR.matcher(jar);
    return Optional.of(name)
        .filter(matcher -> matcher.matches())
        .flatMap(matcher -> find(matcher.group(1), matcher.group(2)))
        .orElseThrow(() -> unknown(jar));
  }

  private static Optional<Library> find(String artifact, String version) {
    return BUILT_IN.stream()
        .filter(known -> known.artifact().equals(artifact))
        .findFirst()
        .map(known -> new Library(version, known));
  }

  boolean isOwn() {
    return known.group().equals(OWN_GROUP);
  }

  /// The package's address, as tools name it (package-url).
  String purl() {
    return isOwn()
        ? "pkg:generic/" + OWN_GROUP + "-" + known.artifact() + "@" + version
        : "pkg:maven/" + known.group() + "/" + known.artifact() + "@" + version;
  }

  private static ToolException unknown(String jar) {
    return new ToolException(
        Problem.of(
            BuildCode.LICENCE_UNKNOWN,
            "A library without a known licence would travel",
            "looking up the licence of " + jar,
            "no entry for it",
            "take out of the programs' folder what does not belong there",
            "a new library of ours: add it to libraries.json of the bundler, with its licence"));
  }
}
