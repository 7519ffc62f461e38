import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Makes jars fit for Java's start-up cache, which passes over class files without stack map frames
/// (before Java 6) and over all that is in a signed jar. picocli (Java 5) is most of what runs when
/// a command starts: with it cached, `voxcrate --help` needs a third less time. BouncyCastle is
/// signed: to verify that takes 0.2 s at every start; here it is done once.
///
/// `RenewClasses FOLDER` rewrites such jars of a folder and leaves the others alone. No instruction
/// changes; a note in the jar says what was done, as its licence asks.
final class RenewClasses {
  /// The last version that the verifier checks without frames.
  private static final int LAST_WITHOUT_FRAMES = ClassFile.JAVA_5_VERSION;

  private static final int WRITTEN = ClassFile.JAVA_8_VERSION;

  // Not the first of January 1980: for that, an extra field with the zone of the build is written.
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);
  private static final String NOTE_NAME = "META-INF/CHANGED-BY-VOXCRATE.txt";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  private static final String FRAMES_NOTE =
      """
      The class files of this jar were rewritten from format version 49 to version 52: stack map
      frames were added, so that Java's start-up cache takes them. No code was changed.
      """;
  private static final String SIGNATURE_NOTE =
      """
      The signature of this jar was taken out, so that Java's start-up cache takes its classes. No
      code was changed.
      """;

  public static void main(String[] args) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      for (var jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        var entries = read(jar);
        boolean old = entries.values().stream().anyMatch(RenewClasses::isOld);
        boolean signed = entries.keySet().stream().anyMatch(RenewClasses::isSignature);
        if (old || signed) {
          if (signed) {
            verify(jar);
            unsign(entries);
          }
          renew(jar, entries, (old ? FRAMES_NOTE : "") + (signed ? SIGNATURE_NOTE : ""));
        }
      }
    }
  }

  private static Map<String, byte[]> read(Path jar) throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    try (var in = new ZipInputStream(Files.newInputStream(jar))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static boolean isOld(byte[] content) {
    return content.length > 8
        && (content[0] & 0xff) == 0xca
        && (content[1] & 0xff) == 0xfe
        && (content[2] & 0xff) == 0xba
        && (content[3] & 0xff) == 0xbe
        && ((content[6] & 0xff) << 8 | (content[7] & 0xff)) <= LAST_WITHOUT_FRAMES;
  }

  private static boolean isSignature(String name) {
    return SIGNATURE.matcher(name).matches();
  }

  /// Reads all of it, which is refused where an entry is not the signed one.
  private static void verify(Path jar) throws IOException {
    try (var signed = new JarFile(jar.toFile(), true)) {
      for (var entry : Collections.list(signed.entries())) {
        try (var in = signed.getInputStream(entry)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
        if (entry.getName().endsWith(".class") && entry.getCodeSigners() == null) {
          throw new SecurityException(entry + " of " + jar + " is not signed");
        }
      }
    }
  }

  /// The manifest's first section is about the jar; all that follow are digests of its entries.
  private static void unsign(Map<String, byte[]> entries) throws IOException {
    entries.keySet().removeIf(RenewClasses::isSignature);
    var manifest = new Manifest(new ByteArrayInputStream(entries.get(MANIFEST)));
    manifest.getEntries().clear();
    var written = new ByteArrayOutputStream();
    manifest.write(written);
    entries.put(MANIFEST, written.toByteArray());
  }

  private static void renew(Path jar, Map<String, byte[]> entries, String note) throws IOException {
    var fresh = jar.resolveSibling(jar.getFileName() + ".new");
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        var out = new ZipOutputStream(Files.newOutputStream(fresh))) {
      var resolver =
          ClassHierarchyResolver.ofResourceParsing(loader)
              .orElse(ClassHierarchyResolver.defaultResolver());
      var format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(resolver));
      entries.forEach((name, content) -> put(out, name, renewed(format, content)));
      put(out, NOTE_NAME, note.getBytes(StandardCharsets.UTF_8));
    }
    Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] renewed(ClassFile format, byte[] content) {
    if (!isOld(content)) {
      return content;
    }
    var model = format.parse(content);
    var renewed = format.transformClass(model, version().andThen(methods()));
    var faults = format.verify(renewed);
    if (!faults.isEmpty()) {
      throw new IllegalStateException(name(model) + " does not verify: " + faults);
    }
    return renewed;
  }

  private static ClassTransform version() {
    return (builder, element) ->
        builder.with(
            element instanceof ClassFileVersion ? ClassFileVersion.of(WRITTEN, 0) : element);
  }

  /// Every instruction is written again as it is; the frames come with the writing.
  private static ClassTransform methods() {
    return ClassTransform.transformingMethods(MethodTransform.transformingCode(CodeBuilder::with));
  }

  private static String name(ClassModel model) {
    return model.thisClass().asInternalName();
  }

  /// Without the time of the build: the same jar in gives the same jar out.
  private static void put(ZipOutputStream out, String name, byte[] content) {
    try {
      var entry = new ZipEntry(name);
      entry.setTimeLocal(ENTRY_TIME);
      out.putNextEntry(entry);
      out.write(content);
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
