package voxcrate.engine.cuda;

import java.util.List;
import voxcrate.machine.CudaSupport;

/// What comes of asking NVIDIA's driver.
sealed interface DriverAnswer {
  /// There is no library of the driver.
  record Absent() implements DriverAnswer {}

  /// The library is there and refuses.
  ///
  /// @param status of `CUresult` in `cuda.h`
  record Refused(String function, int status) implements DriverAnswer {}

  /// @param cuda the newest version of CUDA that it serves: 12080 is 12.8
  /// @param cards that this user may use; may be none
  record Cards(int cuda, List<CudaCard> cards) implements DriverAnswer {
    public Cards {
      cards = List.copyOf(cards);
    }

    /// As people write it, `12.8`.
    String version() {
      return CudaSupport.version(cuda);
    }
  }
}
