package voxcrate.bundler.pack;

import java.util.Locale;
import java.util.TreeSet;

/// `licences.txt`: under which licence each part of the bundle travels.
public final class LicenceText {
  private LicenceText() {}

  public static String of(Release release) {
    var text = new StringBuilder("Licences of what this bundle carries (SPDX identifiers)\n\n");
    text.append("Components\n\n");
    for (var component : release.components()) {
      line(text, component.id(), component.licence() + (component.gated() ? ", gated" : ""));
    }
    text.append("\nLibraries\n\n");
    var jars = new TreeSet<String>();
    for (var file : release.files()) {
      var path = file.path().value();
      if (path.endsWith(".jar") && !path.startsWith(Release.RUNTIME + "/")) {
        jars.add(path.substring(path.lastIndexOf('/') + 1));
      }
    }
    jars.forEach(jar -> line(text, jar, LibraryLicences.of(jar)));
    text.append("\nThe texts of the runtime's licences lie in runtime/legal of the installed");
    text.append("\nrelease, those of the libraries that decode sound in META-INF/licences of the");
    text.append(
        "\nengine's jar, those of a model beside it. A gated model's terms were accepted by");
    text.append("\nwhoever fetched it, and bind those who use it here.\n");
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String licence) {
    text.append(String.format(Locale.ROOT, "  %-44s %s%n", name, licence));
  }
}
