package voxcrate.bundler.practice;

import java.net.URI;

/// Something that goes wrong on purpose. Most happen [#times()] times and then no more.
///
/// `file` is a path inside a repository, `where` a part of a request's path; both empty mean
/// everywhere.
public sealed interface Fault {
  int ALWAYS = Integer.MAX_VALUE;

  default int times() {
    return ALWAYS;
  }

  /// The connection breaks after `bytes` of the answer's body.
  record Cut(String file, long bytes, int times) implements Fault {}

  /// Nothing comes after `bytes` of the answer's body, and the connection stays open.
  record Stall(String file, long bytes, int times) implements Fault {}

  /// One bit of the file's byte at offset `at` is the other way round; the size is right.
  record WrongByte(String file, long at, int times) implements Fault {}

  /// The stated length is `extraBytes` more than what comes.
  record LengthTooLong(String file, long extraBytes, int times) implements Fault {}

  /// A range is asked for and the whole file comes, with status 200.
  record RangeIgnored(int times) implements Fault {}

  /// The stated range begins one byte after the one that comes.
  record WrongContentRange(int times) implements Fault {}

  /// The content origin states another `ETag`, as after a change of the file.
  record ContentTagChanged(String file, int times) implements Fault {}

  /// The content origin says that the signed address has expired.
  record LinkExpired(int times) implements Fault {}

  /// The content origin refuses requests that carry `Authorization` with 400.
  record ContentRefusesAuthorization() implements Fault {}

  /// 429, asking to wait `seconds`.
  record Throttled(String where, int seconds, int times) implements Fault {}

  /// An answer of `status` (500 to 504) with a short text.
  record Unavailable(String where, int status, int times) implements Fault {}

  /// As [Unavailable], and asks to wait `seconds`: as a number, or as the date when that is over.
  record Overloaded(String where, int seconds, boolean asDate, int times) implements Fault {}

  /// An answer of `status` with a page for browsers.
  record HtmlError(String where, int status, int times) implements Fault {}

  /// The request is read and never answered.
  record SilentAnswer(String where, int times) implements Fault {}

  /// Refusals come without `X-Error-Code`.
  record NoErrorCode() implements Fault {}

  /// Listings hide the digests, for those with access too.
  record HashesMasked() implements Fault {}

  /// The listing states another SHA-256 than the download does.
  record ListedDigestDiffers(String file) implements Fault {}

  /// A listing holds an entry of this path, which may be unsafe.
  record ListedPath(String path) implements Fault {}

  /// A listing holds so many more entries, `padding/000000` and on.
  record MoreEntries(int count) implements Fault {}

  /// The next page of a listing is said to be at another origin.
  record ForeignNextPage(URI origin) implements Fault {}

  /// Downloads are redirected to another origin, for example a foreign host or plain `http`.
  record ForeignRedirect(URI origin) implements Fault {}

  /// A download is redirected to itself.
  record RedirectLoop(String file) implements Fault {}

  /// Happens on either origin at about `perMille` of a thousand answers; which ones follows from
  /// `seed` and the order in which requests come.
  sealed interface ByChance extends Fault {
    int perMille();

    long seed();
  }

  /// The connection breaks, before the answer or anywhere in it.
  record RandomCuts(int perMille, long seed) implements ByChance {}

  /// An answer of 500, 502, 503 or 504.
  record RandomErrors(int perMille, long seed) implements ByChance {}
}
