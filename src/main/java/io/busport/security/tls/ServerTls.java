package io.busport.security.tls;

import io.busport.config.TlsConfig;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** The gateway's side of handshakes, with the certificates of one moment. Safe to use from any thread. */
public final class ServerTls {
    /**
     * With a key exchange that keeps what was said secret when the certificate's key is lost, and encryption that notices a changed byte;
     * those of TLS 1.3, then of TLS 1.2 what Mozilla's "intermediate" has without finite-field Diffie-Hellman.
     */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    /** A hello with every extension there is takes a tenth of it. */
    private static final int LONGEST_HELLO = 16 << 10;

    private final TlsConfig config;
    private final List<Identity> identities;
    private final Mapping<String, SslContext> contexts;

    private ServerTls(TlsConfig config, List<Identity> identities, Mapping<String, SslContext> contexts) {
        this.config = config;
        this.identities = identities;
        this.contexts = contexts;
    }

    /**
     * Blocks for some milliseconds.
     *
     * @throws TlsException when it cannot be made of these files
     */
    static ServerTls of(Vertx vertx, TlsConfig config, PemFiles files) {
        List<Identity> identities = config.certificates().stream()
                .map(c -> Identity.read(vertx, files, c.cert(), c.key(), c.names()))
                .toList();
        List<X509Certificate> ca = config.ca() == null || !config.asksClients()
                ? List.of()
                : Identity.certificates(files.content(config.ca()), config.ca());
        List<SslContext> contexts = new ArrayList<>();
        for (int i = 0; i < identities.size(); i++) {
            contexts.add(context(
                    config, identities.get(i), config.certificates().get(i).cert(), ca));
        }
        DomainWildcardMappingBuilder<SslContext> byName = new DomainWildcardMappingBuilder<>(contexts.get(0));
        // Backwards: a name that two of them have is the first one's.
        for (int i = identities.size() - 1; i >= 0; i--) {
            for (String name : identities.get(i).names()) {
                add(byName, name, contexts.get(i), config.certificates().get(i).cert());
            }
        }
        return new ServerTls(config, identities, byName.build());
    }

    private static void add(
            DomainWildcardMappingBuilder<SslContext> byName, String name, SslContext context, String cert) {
        try {
            var unused = byName.add(name, context);
        } catch (IllegalArgumentException e) {
            throw new TlsException(cert + ": for a host '" + name + "' (expected: a name, or *. and a name)");
        }
    }

    private static SslContext context(TlsConfig config, Identity identity, String cert, List<X509Certificate> ca) {
        SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chain())
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols(config.protocols())
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .clientAuth(
                        switch (config.clientAuth()) {
                            case "required" -> ClientAuth.REQUIRE;
                            case "optional" -> ClientAuth.OPTIONAL;
                            default -> ClientAuth.NONE;
                        });
        try {
            return (ca.isEmpty() ? builder : builder.trustManager(ca)).build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException(
                    cert + ": cannot be used: " + TlsFailure.root(e).getMessage());
        }
    }

    /** A handler for one connection: it waits for the client's hello, and goes on with the certificate for the host in it. */
    ChannelHandler newHandler(Executor tasks) {
        // Its own deadline is off: the connection has one.
        return new SniHandler(contexts, LONGEST_HELLO, 0) {
            @Override
            protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
                SslHandler handler = context.newHandler(allocator, tasks);
                handler.setHandshakeTimeoutMillis(0);
                return handler;
            }
        };
    }

    public boolean isRequired() {
        return config.isRequired();
    }

    /** From a client's first byte to the end of the handshake. */
    public Duration handshakeTimeout() {
        return config.handshakeTimeout();
    }

    /** For the log: how, with what, and until when. */
    String summary() {
        return config.mode() + ", "
                + (OpenSsl.isAvailable() ? "OpenSSL" : "JDK")
                + " engine"
                + (config.asksClients() ? ", client certificates " + config.clientAuth() : "")
                + ": "
                + identities.stream()
                        .map(i -> i.subject() + " until " + i.until())
                        .collect(Collectors.joining("; "));
    }

    /** Certificates that end soon, or have ended, for the log; empty when none does. */
    String endingSoon() {
        Instant now = Instant.now();
        return identities.stream()
                .filter(i -> i.endsSoon(now))
                .map(i -> i.subject() + " (" + i.until() + ")")
                .collect(Collectors.joining("; "));
    }
}
