package voxcrate.bundler.hub;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// Tells what kind of trouble an exception of the wire is.
final class TransportTrouble {
  private TransportTrouble() {}

  static HubTrouble of(IOException failure, String host) {
    return switch (failure) {
      case Walk.UnsafeRedirectException unsafe ->
          new HubTrouble.UnsafeRedirect(host, String.valueOf(unsafe.getMessage()));
      // Somebody hung up in the middle; nothing follows from that about anybody's certificate.
      case SSLHandshakeException broken when broken.getCause() instanceof EOFException ->
          new HubTrouble.Unreachable(host, "the connection broke before TLS was agreed on", true);
      case SSLHandshakeException _, SSLPeerUnverifiedException _ ->
          new HubTrouble.TlsFailed(host, tlsReason(failure));
      case UnknownHostException _ ->
          new HubTrouble.Unreachable(host, "no address for this name", false);
      case ConnectException _ -> new HubTrouble.Unreachable(host, "no connection", false);
      case SocketTimeoutException _ -> new HubTrouble.Unreachable(host, "no answer in time", true);
      default -> new HubTrouble.Unreachable(host, "the connection broke", true);
    };
  }

  private static String tlsReason(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return "the certificate is not valid at this machine's time";
      }
    }
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
        return "nobody this machine trusts has signed the certificate";
      }
    }
    return failure instanceof SSLPeerUnverifiedException
        ? "the certificate is for another name"
        : "no TLS connection could be agreed on";
  }
}
