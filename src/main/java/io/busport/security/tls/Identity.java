package io.busport.security.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate, those that lead to its CA, and its private key.
 *
 * @param names of the hosts that it is for
 */
record Identity(PrivateKey key, List<X509Certificate> chain, List<String> names) {
    private static final int DNS_NAME = 2; // RFC 5280 section 4.2.1.6
    /** Before a certificate ends it should long have been renewed: cert-manager does it with a third of its life to go. */
    private static final Duration SOON = Duration.ofDays(14);

    @Override
    public String toString() {
        return subject(); // never the key
    }

    /**
     * Reads one from PEM: a key as PKCS#8, or as OpenSSL writes RSA and EC keys by itself (PKCS#1, SEC 1).
     *
     * @param names instead of those that the certificate says; empty for those
     * @throws TlsException when the files cannot be used, or not together
     */
    static Identity read(Vertx vertx, PemFiles files, String cert, String key, List<String> names) {
        List<X509Certificate> chain = certificates(files.content(cert), cert);
        PublicKey publicKey = chain.get(0).getPublicKey();
        PrivateKey privateKey = privateKey(vertx, files, cert, key, publicKey.getAlgorithm());
        if (!belongTogether(privateKey, publicKey)) {
            throw new TlsException(key + ": the key of another certificate (expected: that of " + cert + ")");
        }
        return new Identity(privateKey, chain, names.isEmpty() ? names(chain.get(0)) : names);
    }

    /** Every certificate of a PEM file, at least one. */
    static List<X509Certificate> certificates(Buffer pem, String path) {
        List<X509Certificate> all = new ArrayList<>();
        try {
            Collection<?> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes()));
            found.forEach(one -> all.add((X509Certificate) one));
        } catch (GeneralSecurityException e) {
            throw new TlsException(path + ": no certificate that can be read (expected: -----BEGIN CERTIFICATE-----)");
        }
        if (all.isEmpty()) {
            throw new TlsException(path + ": no certificate (expected: -----BEGIN CERTIFICATE-----)");
        }
        return all;
    }

    private static PrivateKey privateKey(Vertx vertx, PemFiles files, String cert, String key, String algorithm) {
        Buffer pem = files.content(key);
        if (pem.toString(US_ASCII).contains("ENCRYPTED")) {
            throw new TlsException(
                    key + ": an encrypted key (expected: one without a passphrase, which nobody could type)");
        }
        try {
            X509KeyManager keys = (X509KeyManager) new PemKeyCertOptions()
                    .addCertValue(files.content(cert))
                    .addKeyValue(pem)
                    .getKeyManagerFactory(vertx)
                    .getKeyManagers()[0];
            String[] aliases = keys.getServerAliases(algorithm, null);
            if (aliases != null && aliases.length > 0) {
                return keys.getPrivateKey(aliases[0]);
            }
        } catch (Exception e) { // Vert.x declares no less; why a key cannot be read is seldom in it
            throw new TlsException(key + ": no private key that can be read (expected: -----BEGIN PRIVATE KEY-----)");
        }
        throw new TlsException(key + ": no key of the kind of its certificate (expected: " + algorithm + ")");
    }

    private static boolean belongTogether(PrivateKey secret, PublicKey known) {
        String algorithm = switch (known.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> known.getAlgorithm(); // Ed25519, Ed448
        };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(secret);
            signing.update(known.getEncoded());
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(known);
            verifying.update(known.getEncoded());
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException notOfOneKind) {
            return false;
        }
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream()
                        .filter(name -> name.get(0).equals(DNS_NAME))
                        .forEach(name -> names.add(String.valueOf(name.get(1))));
            }
        } catch (GeneralSecurityException unreadable) {
            // Then it is for no host by name, and may still be the first one, which is for all others.
        }
        return names;
    }

    String subject() {
        return chain.get(0).getSubjectX500Principal().getName(X500Principal.RFC2253);
    }

    Instant until() {
        return chain.get(0).getNotAfter().toInstant();
    }

    boolean endsSoon(Instant now) {
        return until().isBefore(now.plus(SOON));
    }
}
