package voxcrate.installer.torture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import voxcrate.files.Durable;

/// Everything that can be cut short, cut short at every point; `scripts/torture` starts it.
///
/// Arguments: `kill|fail`, folder to work in, scenario or `all`, step, seed, jobs. Of the points,
/// those are taken whose number leaves `seed` when divided by `step`.
public final class Torture {
  private Torture() {}

  public static void main(String[] arguments) throws Exception {
    var what = arguments[0];
    var work = Path.of(arguments[1]);
    int step = Integer.parseInt(arguments[3]);
    int seed = Integer.parseInt(arguments[4]);
    int jobs = Integer.parseInt(arguments[5]);
    Durable.deleteTree(work);
    var grounds = Grounds.in(Files.createDirectories(work).resolve("grounds"));
    int unsound = 0;
    for (var scenario : scenarios(arguments[2])) {
      var trial = Trial.of(grounds, scenario, work.resolve(scenario.lower()));
      var points = Points.of(what, trial);
      var taken = new ArrayList<Point>();
      for (int i = 0; i < points.size(); i++) {
        if (i % step == seed % step) {
          taken.add(points.get(i));
        }
      }
      unsound += run(what, scenario, points.size(), taken, jobs);
    }
    System.exit(unsound == 0 ? 0 : 1);
  }

  private static List<Scenario> scenarios(String name) {
    return name.equals("all")
        ? List.of(Scenario.values())
        : List.of(Scenario.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  private static int run(String what, Scenario scenario, int all, List<Point> taken, int jobs)
      throws Exception {
    int unsound = 0;
    try (var threads = Executors.newFixedThreadPool(jobs)) {
      var results = new ArrayList<java.util.concurrent.Future<List<String>>>();
      for (var point : taken) {
        Callable<List<String>> job = point::defects;
        results.add(threads.submit(job));
      }
      for (int i = 0; i < taken.size(); i++) {
        var defects = results.get(i).get();
        if (!defects.isEmpty()) {
          unsound++;
          System.out.println("UNSOUND " + scenario.lower() + " " + taken.get(i).name());
          defects.forEach(defect -> System.out.println("    " + defect));
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s %s: %d of %d points, %d unsound%n",
        what,
        scenario.lower(),
        taken.size(),
        all,
        unsound);
    return unsound;
  }
}
