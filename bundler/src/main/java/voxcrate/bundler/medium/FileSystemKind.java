package voxcrate.bundler.medium;

/// What a medium is formatted with, as far as it makes a difference here.
public enum FileSystemKind {
  /// Files of at most 4 GiB less one byte; the size stands in 32 bits of the folder entry
  /// (Microsoft, FAT32 File System Specification, 2000).
  FAT("FAT32", (1L << 32) - 1),
  EXFAT("exFAT", Long.MAX_VALUE),
  OTHER("another file system", Long.MAX_VALUE);

  private final String title;
  private final long largestFile;

  FileSystemKind(String title, long largestFile) {
    this.title = title;
    this.largestFile = largestFile;
  }

  /// @param kernelName as in `/proc/filesystems`
  static FileSystemKind of(String kernelName) {
    return switch (kernelName) {
      case "vfat", "msdos" -> FAT;
      case "exfat" -> EXFAT;
      case String _ -> OTHER;
    };
  }

  /// As people call it.
  String title() {
    return title;
  }

  /// Bytes of the largest file.
  long largestFile() {
    return largestFile;
  }

  /// Whether hardly anything but a stick or a card is formatted with it.
  boolean isForMedia() {
    return this != OTHER;
  }
}
