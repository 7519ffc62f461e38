package voxcrate.installer.torture;

import java.util.ArrayList;
import java.util.List;
import voxcrate.installer.torture.Calls.Call;

/// All points of a scenario for one kind of disturbance, in the order of the run.
final class Points {
  private Points() {}

  /// @param what `kill`, `fail`, `power` or `disk`
  static List<Point> of(String what, Trial trial) throws Exception {
    return switch (what) {
      case "kill" -> kills(trial);
      case "fail" -> failures(trial);
      case "power" -> new PowerCuts(trial).points();
      case "disk" -> new BadDisks(trial).points();
      case String other -> throw new IllegalArgumentException(other);
    };
  }

  private static List<Point> kills(Trial trial) throws Exception {
    var points = new ArrayList<Point>();
    for (var call : trial.calls()) {
      points.add(new Point(call.label() + " " + call.arguments(), () -> trial.killAt(call)));
    }
    return points;
  }

  private static List<Point> failures(Trial trial) throws Exception {
    var points = new ArrayList<Point>();
    for (var call : trial.calls()) {
      for (var happening : happenings(call)) {
        points.add(
            new Point(
                call.label() + " " + happening + " " + call.arguments(),
                () -> trial.failAt(call, happening)));
      }
    }
    return points;
  }

  /// What can happen to a call. A short write that strace makes up has written nothing: it stands
  /// for a disk that loses what it took.
  private static List<String> happenings(Call call) {
    return switch (call.name()) {
      case "write", "pwrite64", "writev" ->
          List.of("error=ENOSPC", "error=EDQUOT", "error=EIO", "retval=7");
      case "copy_file_range", "sendfile" -> List.of("error=ENOSPC", "error=EIO", "retval=7");
      case "fsync", "fdatasync" -> List.of("error=EIO", "error=ENOSPC");
      case "unlink", "unlinkat", "rmdir" -> List.of("error=EROFS", "error=EIO");
      case "link", "linkat" -> List.of("error=ENOSPC", "error=EROFS", "error=EMLINK");
      case String _ -> List.of("error=ENOSPC", "error=EROFS", "error=EIO");
    };
  }
}
