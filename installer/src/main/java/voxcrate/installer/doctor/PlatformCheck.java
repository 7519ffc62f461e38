package voxcrate.installer.doctor;

import static voxcrate.installer.doctor.DoctorCode.C_LIBRARY_OLD;
import static voxcrate.installer.doctor.DoctorCode.MEMORY_SHORT;
import static voxcrate.installer.doctor.DoctorCode.PROCESSOR_OLD;

import java.util.List;
import voxcrate.installer.machine.CLibrary;
import voxcrate.installer.machine.Machine;
import voxcrate.machine.Processor;
import voxcrate.problem.Problem;
import voxcrate.progress.ByteCount;

/// C library, processor and memory.
final class PlatformCheck implements Check {
  private static final String NAME = "machine";

  /// The engine without models, and what a recording needs beside them.
  private static final long WORKING_BYTES = 1L << 30;

  private final Machine machine;
  private final long largestModelBytes;

  /// @param largestModelBytes largest file of the release; it is in memory while it computes
  PlatformCheck(Machine machine, long largestModelBytes) {
    this.machine = machine;
    this.largestModelBytes = largestModelBytes;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    return List.of(library(), processor(), memory());
  }

  private static Finding library() {
    var found = CLibrary.ofThisMachine();
    if (found.filter(library -> library.compareTo(CLibrary.OLDEST) >= 0).isPresent()) {
      return new Finding.Good(NAME, "glibc " + found.get());
    }
    return Finding.bad(
        NAME,
        Problem.of(
                C_LIBRARY_OLD,
                "The C library does not fit",
                "looking at this machine",
                found.map(library -> "glibc " + library).orElse("no glibc"),
                "use a machine with RHEL 8, Debian 11, Ubuntu 20.04 or newer")
            .expecting("glibc " + CLibrary.OLDEST + " or newer"));
  }

  private Finding processor() {
    var processor = machine.processor();
    var seen = processor.model() + ", " + processor.threads() + " threads";
    if (processor.missing().isEmpty()) {
      return new Finding.Good(NAME, seen);
    }
    return Finding.bad(
        NAME,
        Problem.of(
                PROCESSOR_OLD,
                "The processor cannot run the models",
                "looking at this machine",
                seen + ", without " + String.join(", ", processor.missing()),
                "in a virtual machine, let the administrator show it the host's own processor (CPU"
                    + " type 'host')",
                "otherwise take a machine with a processor of 2015 or later")
            .expecting(String.join(", ", Processor.NEEDED)));
  }

  private Finding memory() {
    var memory = machine.memory();
    var seen =
        ByteCount.text(memory.total()) + ", " + ByteCount.text(memory.available()) + " available";
    long needed = largestModelBytes + WORKING_BYTES;
    if (memory.available() == 0 || memory.available() >= needed) {
      return new Finding.Good(NAME, "memory: " + seen);
    }
    return Finding.warning(
        NAME,
        Problem.of(
                MEMORY_SHORT,
                "There may be too little memory",
                "looking at this machine",
                seen,
                "end other programs while a recording is transcribed",
                "or name a smaller model: voxcrate transcribe --model NAME; voxcrate models lists"
                    + " them")
            .expecting(ByteCount.text(needed) + " available for the largest model"));
  }
}
