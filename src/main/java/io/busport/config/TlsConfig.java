package io.busport.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS on the gateway's port. All of it may change while the gateway runs; connections keep what they began with.
 *
 * @param mode {@code off}; {@code optional}: who begins with a handshake gets one; {@code required}: who does not is closed
 * @param certificates the first one is for clients that name no host, or one that nobody has a certificate for
 * @param protocols versions that are spoken
 * @param clientAuth whether a client is asked for a certificate: {@code none}, {@code optional} or {@code required}
 * @param ca file with the certificates that may have signed a client's, null for none
 * @param handshakeTimeout from a client's first byte to the end of the handshake
 */
public record TlsConfig(
        String mode,
        List<Certificate> certificates,
        List<String> protocols,
        String clientAuth,
        @Nullable String ca,
        Duration handshakeTimeout) {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /**
     * A certificate and its key, as PEM files.
     *
     * @param cert the certificate, then those that lead to its CA
     * @param names of the hosts it is for, {@code *.example.com} too; empty takes those that it says itself
     */
    public record Certificate(String cert, String key, List<String> names) {
        private static Certificate from(ConfigNode node) {
            try (node) {
                Certificate one = new Certificate(
                        node.string("cert", ""), node.string("key", ""), node.strings("names", List.of()));
                if (one.cert.isEmpty()) {
                    node.reject("cert", "nothing", "a PEM file with a certificate");
                }
                if (one.key.isEmpty()) {
                    node.reject("key", "nothing", "a PEM file with the private key of " + one.cert);
                }
                return one;
            }
        }
    }

    static TlsConfig from(ConfigNode node) {
        try (node) {
            List<ConfigNode> entries = node.sections("certificates", "cert");
            TlsConfig config = new TlsConfig(
                    node.oneOf("mode", "off", List.of("off", "optional", "required")),
                    entries == null
                            ? List.of()
                            : entries.stream().map(Certificate::from).toList(),
                    node.strings("protocols", PROTOCOLS),
                    node.oneOf("clientAuth", "none", List.of("none", "optional", "required")),
                    node.optional("ca"),
                    node.duration("handshakeTimeout", Duration.ofSeconds(10), Duration.ofMillis(10), false));
            config.check(node);
            return config;
        }
    }

    private void check(ConfigNode node) {
        if (protocols.isEmpty() || !PROTOCOLS.containsAll(protocols)) {
            node.reject(
                    "protocols",
                    protocols,
                    "at least one of " + String.join(", ", PROTOCOLS) + "; older ones are broken");
        }
        if (isOn() && certificates.isEmpty()) {
            node.reject("certificates", "nothing", "at least one {cert, key}, because tls.mode is " + mode);
        }
        if (asksClients() && ca == null) {
            node.reject(
                    "ca", "nothing", "the file of the CA that signs clients, because tls.clientAuth is " + clientAuth);
        }
    }

    public boolean isOn() {
        return !mode.equals("off");
    }

    public boolean isRequired() {
        return mode.equals("required");
    }

    public boolean asksClients() {
        return !clientAuth.equals("none");
    }

    /** Every file that is named, those of certificates first. */
    public List<String> files() {
        List<String> files = new ArrayList<>();
        for (Certificate one : certificates) {
            files.add(one.cert);
            files.add(one.key);
        }
        if (ca != null) {
            files.add(ca);
        }
        return files;
    }
}
