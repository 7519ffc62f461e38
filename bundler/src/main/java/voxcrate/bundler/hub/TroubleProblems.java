package voxcrate.bundler.hub;

import java.time.Duration;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Tells trouble with the hub or the way to it as a problem with its remedy.
public final class TroubleProblems {
  private TroubleProblems() {}

  public static ToolException stop(HubTrouble trouble, String doing) {
    return new ToolException(of(trouble, doing));
  }

  public static Problem of(HubTrouble trouble, String doing) {
    var found = reason(trouble);
    return switch (trouble) {
      case HubTrouble.RateLimited _ ->
          Problem.of(
              HubCode.RATE_LIMITED,
              "The hub asks to slow down",
              doing,
              found,
              "wait five minutes and run the same command again; what is complete stays",
              "with a token the limits are higher: voxcrate-bundler login");
      case HubTrouble.Unreachable(var host, _, _) ->
          Problem.of(
              HubCode.UNREACHABLE,
              "The hub cannot be reached",
              doing,
              found,
              "check that this machine may reach " + host + ": a firewall may stand between",
              "behind a proxy set HTTPS_PROXY=http://HOST:PORT; for a mirror set HF_ENDPOINT",
              "then run the same command again; what is complete stays");
      case HubTrouble.TlsFailed _ ->
          Problem.of(
              HubCode.TLS_FAILED,
              "No trusted connection to the hub",
              doing,
              found,
              "check the clock of this machine: date",
              "where a proxy opens TLS, give its certificate: --ca-file FILE.pem");
      case HubTrouble.Unwell _ ->
          Problem.of(
              HubCode.HUB_UNWELL,
              "The hub is not well",
              doing,
              found,
              "wait some minutes and run the same command again; what is complete stays");
      case HubTrouble.Garbled _ ->
          Problem.of(
              HubCode.HUB_UNWELL,
              "Something answers that is not a hub",
              doing,
              found,
              "check HF_ENDPOINT, and whether a proxy or a sign-in page stands between");
      case HubTrouble.ContentRefused(var host, _) ->
          Problem.of(
              HubCode.CONTENT_UNAVAILABLE,
              "The content host does not give the file",
              doing,
              found,
              "check that the firewall lets " + host + " through",
              "then run the same command again; what is complete stays");
      case HubTrouble.UnsafeRedirect _ ->
          Problem.of(
                  HubCode.UNSAFE_REDIRECT,
                  "The hub leads to an unsafe place",
                  doing,
                  found,
                  "check HF_ENDPOINT: only a hub that you trust belongs there",
                  "keep this message for whoever runs that hub")
              .expecting("an https address; nothing was sent there");
    };
  }

  /// What happened, in a few words.
  public static String reason(HubTrouble trouble) {
    return switch (trouble) {
      case HubTrouble.RateLimited(var host, var pause) ->
          host + " limits the rate of requests (429)" + asksToWait(pause);
      case HubTrouble.Unreachable(var host, var reason, _) -> host + ": " + reason;
      case HubTrouble.TlsFailed(var host, var reason) -> host + ": " + reason;
      case HubTrouble.Unwell(var host, var status, var pause) ->
          host + " answers with status " + status + asksToWait(pause);
      case HubTrouble.Garbled(var host, var reason) -> host + ": " + reason;
      case HubTrouble.ContentRefused(var host, var status) ->
          host + " answers with status " + status;
      case HubTrouble.UnsafeRedirect(var host, var reason) -> host + ": " + reason;
    };
  }

  private static String asksToWait(Duration pause) {
    return pause.isPositive() ? " and asks to wait " + pause.toSeconds() + " s" : "";
  }
}
