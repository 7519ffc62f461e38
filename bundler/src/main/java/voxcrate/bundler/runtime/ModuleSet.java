package voxcrate.bundler.runtime;

import java.util.List;

/// The modules of the JDK that travel: what installer and engine use, and nothing that talks to a
/// network by itself or draws on a screen.
public final class ModuleSet {
  private static final List<String> NAMES =
      List.of(
          "java.base",
          // ONNX Runtime's classes log through it.
          "java.logging",
          // Holds sun.misc.Signal: how the programs hear of Ctrl-C.
          "jdk.unsupported");

  private ModuleSet() {}

  public static List<String> names() {
    return NAMES;
  }
}
