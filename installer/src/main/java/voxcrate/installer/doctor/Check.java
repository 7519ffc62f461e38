package voxcrate.installer.doctor;

import java.io.IOException;
import java.util.List;

/// One thing that the doctor looks at.
interface Check {
  /// For people; also what a check that breaks down is called by.
  String name();

  /// @return at least one finding
  List<Finding> look() throws IOException;
}
