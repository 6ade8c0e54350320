package io.busport.security.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why TLS came to nothing, in one line: what the engines say is for those who wrote them. */
public final class TlsFailure {
    private static final Pattern ALERT = Pattern.compile("(?i)received fatal alert: ([a-z_]+)");
    private static final Pattern NOT_AFTER = Pattern.compile("NotAfter: ");

    private TlsFailure() {}

    /** Whether it is TLS that failed, and not the connection below. */
    public static boolean is(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof SSLException || e instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    /** What went wrong with a client, for the gateway's log. */
    public static String ofClient(Throwable failure) {
        Throwable root = root(failure);
        String message = message(root);
        Matcher alert = ALERT.matcher(message);
        if (alert.find()) {
            return isAboutCertificates(alert.group(1))
                    ? "the client does not trust the gateway's certificate: " + alert.group(1)
                    : "the client gave up: " + alert.group(1);
        }
        if (message.contains("AEAD cipher fragment (2)")) {
            // Two bytes are an alert. OpenSSL sends that of a TLS 1.3 client in clear text, which the JDK takes for
            // deciphered.
            return "the client gave up; most likely it does not trust the gateway's certificate";
        }
        if (message.contains("mpty client certificate chain")
                || message.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE")) {
            return "no client certificate (expected: one, tls.clientAuth)";
        }
        if (root instanceof CertPathBuilderException) {
            return "a client certificate of a CA that is not in tls.ca";
        }
        return common(root, "client", message);
    }

    /** What went wrong with a gateway, for whoever called it. */
    public static String ofServer(Throwable failure) {
        Throwable root = root(failure);
        String message = message(root);
        Matcher alert = ALERT.matcher(message);
        if (alert.find()) {
            String word = alert.group(1).toLowerCase(Locale.ROOT);
            if (word.equals("handshake_failure")) {
                return "the gateway refuses the handshake, or does not speak TLS (" + word + ")";
            }
            return isAboutCertificates(word)
                    ? "the gateway wants a client certificate, or another one (" + word + ")"
                    : "the gateway refuses the handshake (" + word + ")";
        }
        if (root instanceof CertPathBuilderException) {
            return "the gateway's certificate is of a CA that is not trusted here";
        }
        if (root instanceof CertificateException && message.startsWith("No ")) {
            return "the gateway's certificate is for another host: " + withoutStop(message);
        }
        return common(root, "gateway", message);
    }

    private static String common(Throwable root, String whose, String message) {
        if (root instanceof CertificateExpiredException) {
            return "the " + whose + "'s certificate has expired: "
                    + NOT_AFTER.matcher(message).replaceFirst("");
        }
        if (root instanceof CertificateNotYetValidException) {
            return "the " + whose + "'s certificate is not valid yet: " + message;
        }
        if (root instanceof NotSslRecordException) {
            return "what came is not TLS";
        }
        if (root instanceof SslHandshakeTimeoutException) {
            return "no end of the handshake: " + message;
        }
        if (root instanceof ClosedChannelException || message.contains("Connection closed while SSL/TLS handshake")) {
            return "the " + whose + " went away during the handshake";
        }
        return withoutStop(message);
    }

    private static boolean isAboutCertificates(String alert) {
        return alert.toLowerCase(Locale.ROOT).matches(".*certificate.*|unknown_ca|access_denied|decrypt_error");
    }

    private static String withoutStop(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static String message(Throwable root) {
        String message = root.getMessage();
        return message == null
                ? root.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** What is at the bottom: engines wrap what they were told by those who check certificates. */
    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
