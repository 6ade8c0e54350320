package io.busport.security.tls;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake agreed on.
 *
 * @param protocol {@code TLSv1.3}
 * @param cipher {@code TLS_AES_128_GCM_SHA256}
 * @param serverName the host that the client asked for, null when it named none
 * @param subject of the client's certificate, which a CA of {@code tls.ca} has signed, as RFC 2253 writes it: {@code CN=river,O=Example};
 *     null when it has shown none
 */
public record TlsInfo(
        String protocol,
        String cipher,
        @Nullable String serverName,
        @Nullable String subject) {

    static TlsInfo of(SslHandler handler, @Nullable String serverName) {
        SSLSession session = handler.engine().getSession();
        return new TlsInfo(session.getProtocol(), session.getCipherSuite(), serverName, subject(session));
    }

    private static @Nullable String subject(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate own
                    ? own.getSubjectX500Principal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException noCertificate) {
            return null;
        }
    }
}
