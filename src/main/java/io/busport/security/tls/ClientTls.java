package io.busport.security.tls;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client's side of TLS. The files are read for each connection: who renews a certificate need not restart the client. The gateway's
 * certificate always has to be for the host that was called.
 *
 * @param ca PEM file with the CAs that may have signed the gateway's certificate; null for those that the JVM trusts
 * @param cert PEM file with the client's own certificate, null for none
 * @param key PEM file with its private key
 * @param serverName the host that the gateway's certificate is for; null for the one that is called
 */
public record ClientTls(
        @Nullable String ca,
        @Nullable String cert,
        @Nullable String key,
        @Nullable String serverName) {

    /** With the CAs that the JVM trusts, and without a certificate of its own. */
    public static final ClientTls DEFAULT = new ClientTls(null, null, null, null);

    public ClientTls {
        if ((cert == null) != (key == null)) {
            throw new IllegalArgumentException((cert == null ? "a key" : "a certificate") + " alone, "
                    + (cert == null ? key : cert) + " (expected: both, or none)");
        }
    }

    public ClientTls ca(String file) {
        return new ClientTls(file, cert, key, serverName);
    }

    public ClientTls identity(String certFile, String keyFile) {
        return new ClientTls(ca, certFile, keyFile, serverName);
    }

    public ClientTls serverName(String host) {
        return new ClientTls(ca, cert, key, host);
    }

    /**
     * How to connect.
     *
     * @param handshakeTimeout for TLS, once the connection stands
     * @return fails with {@link TlsException} when a file cannot be used
     */
    public Future<ConnectOptions> connectTo(Vertx vertx, String host, int port, Duration handshakeTimeout) {
        String name = serverName == null ? host : serverName;
        List<String> paths = Stream.of(ca, cert, key).filter(Objects::nonNull).toList();
        return PemFiles.read(vertx, paths)
                .map(files -> new ConnectOptions()
                        .setRemoteAddress(SocketAddress.inetSocketAddress(port, host))
                        .setHost(name)
                        .setPort(port)
                        .setSsl(true)
                        .setSniServerName(isAddress(name) ? null : name)
                        .setSslOptions(options(files, handshakeTimeout)));
    }

    /** Connects, with TLS or, where {@code tls} is null, without; otherwise as {@link #connectTo}. */
    public static Future<NetSocket> connect(
            @Nullable ClientTls tls, Vertx vertx, NetClient client, String host, int port, Duration handshakeTimeout) {
        return tls == null
                ? client.connect(port, host)
                : tls.connectTo(vertx, host, port, handshakeTimeout).compose(client::connect);
    }

    private ClientSSLOptions options(PemFiles files, Duration handshakeTimeout) {
        ClientSSLOptions options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setSslHandshakeTimeout(handshakeTimeout.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (ca != null) {
            Buffer content = files.content(ca);
            var unused = Identity.certificates(content, ca); // so that the one that is wrong is named
            options.setTrustOptions(new PemTrustOptions().addCertValue(content));
        }
        if (cert != null && key != null) {
            var unused = Identity.certificates(files.content(cert), cert);
            options.setKeyCertOptions(
                    new PemKeyCertOptions().addCertValue(files.content(cert)).addKeyValue(files.content(key)));
        }
        return options;
    }

    /** No name, so none to ask for: RFC 6066 section 3. */
    private static boolean isAddress(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host) != null;
    }
}
