package voxcrate.bundler.convert.checkpoint;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A program that runs every attack of the tests here, so that a whole process can be held to its
/// limits. Prints how many there were and how long the slowest took; ends with 1 when one was not
/// refused as it should, or not in time.
final class AllAttacks {
  private static final List<Class<?>> TESTS =
      List.of(
          HostileCheckpointTest.class,
          HostileIndexTest.class,
          HostileNpzTest.class,
          HostileSafetensorsTest.class,
          HostileWhisperTest.class);

  /// A second is the goal; the rest is for a machine that does much else.
  private static final long DEADLINE_SECONDS = 30;

  private AllAttacks() {}

  public static void main(String[] folder) throws Exception {
    long attacks = 0;
    long slowest = 0;
    try (var threads = Executors.newCachedThreadPool()) {
      for (var test : TESTS) {
        for (var attack : attacks(test, Path.of(folder[0])).toList()) {
          long start = System.nanoTime();
          threads.submit(() -> run(attack)).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
          slowest = Math.max(slowest, System.nanoTime() - start);
          attacks++;
        }
      }
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1); // whatever still runs
    }
    System.out.println(attacks + " refused, the slowest in " + slowest / 1_000_000 + " ms");
  }

  private static Void run(DynamicTest attack) throws Exception {
    try {
      attack.getExecutable().execute();
      return null;
    } catch (Throwable e) {
      throw new IllegalStateException(attack.getDisplayName(), e);
    }
  }

  private static Stream<DynamicTest> attacks(Class<?> test, Path folder) {
    return Arrays.stream(test.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(TestFactory.class))
        .sorted(Comparator.comparing(Method::getName))
        .flatMap(method -> made(test, method, folder));
  }

  private static Stream<DynamicTest> made(Class<?> test, Method method, Path folder) {
    try {
      var instance = test.getDeclaredConstructor().newInstance();
      var place = test.getDeclaredField("folder");
      place.set(instance, Files.createTempDirectory(folder, test.getSimpleName()));
      return ((Stream<?>) method.invoke(instance)).map(DynamicTest.class::cast);
    } catch (ReflectiveOperationException | java.io.IOException e) {
      throw new IllegalStateException(method.toString(), e);
    }
  }
}
