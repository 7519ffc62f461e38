package voxcrate.engine.audio.ogg;

/// A whole packet of one stream, and what its page said about it. Compared by identity.
final class OggPacket {
  private final byte[] bytes;
  private final boolean opensStream;
  private final boolean isAfterLoss;
  private final boolean endsPage;
  private final OggPage page;

  /// @param opensStream it is the first of its stream
  /// @param isAfterLoss packets before it are missing
  /// @param endsPage it is the last that ends on `page`, so the page's position is its end
  OggPacket(
      byte[] bytes, boolean opensStream, boolean isAfterLoss, boolean endsPage, OggPage page) {
    this.bytes = bytes;
    this.opensStream = opensStream;
    this.isAfterLoss = isAfterLoss;
    this.endsPage = endsPage;
    this.page = page;
  }

  byte[] bytes() {
    return bytes;
  }

  boolean opensStream() {
    return opensStream;
  }

  boolean isAfterLoss() {
    return isAfterLoss;
  }

  boolean endsPage() {
    return endsPage;
  }

  /// On which the packet ends.
  OggPage page() {
    return page;
  }
}
