package voxcrate.installer.torture;

import java.util.List;
import java.util.concurrent.Callable;

/// An instant of a scenario, and what goes wrong there.
///
/// @param name for people
/// @param trial plays it and says what is wrong afterwards
record Point(String name, Callable<List<String>> trial) {
  List<String> defects() throws Exception {
    return trial.call();
  }
}
