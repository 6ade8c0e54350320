package io.busport.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What proves that a session is a client's own, without its being said again: the scheme of SCRAM (RFC 5802 section 3). The gateway keeps
 * only a hash, so that what it stores is not enough to impersonate anybody.
 *
 * <pre>
 *   secret      32 random bytes, made by the gateway, said once in the first welcome
 *   stored      SHA-256(secret)                                 all that the gateway keeps
 *   text        session|epoch|counter|received|floor            ASCII
 *   proof       secret XOR HMAC-SHA-256(stored, text)           what a resume carries
 *   next secret HMAC-SHA-256(secret, nonce)                     the nonce is in the welcome of a resume
 * </pre>
 *
 * <p>Thread-safe: it has no state.
 */
public final class ResumeSecret {
    public static final int LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String HMAC = "HmacSHA256";

    private ResumeSecret() {}

    /** 32 random bytes: a secret, or a nonce. */
    public static byte[] random() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** What the gateway keeps of a secret. */
    public static byte[] stored(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no SHA-256 (expected: every JDK has it)", e);
        }
    }

    /** What a resume's proof is about. */
    public static String text(String session, long epoch, long counter, long received, long floor) {
        return session + '|' + epoch + '|' + counter + '|' + received + '|' + floor;
    }

    /** The proof, in hex. */
    public static String prove(byte[] secret, String text) {
        return HexFormat.of().formatHex(xor(secret, hmac(stored(secret), text.getBytes(US_ASCII))));
    }

    /**
     * The secret that a proof was made with.
     *
     * @return null when it was not made with the one that is stored
     */
    public static byte @Nullable [] check(byte[] stored, String text, String proof) {
        if (proof.length() != 2 * LENGTH) {
            return null;
        }
        byte[] secret;
        try {
            secret = xor(HexFormat.of().parseHex(proof), hmac(stored, text.getBytes(US_ASCII)));
        } catch (IllegalArgumentException notHex) {
            return null;
        }
        return MessageDigest.isEqual(stored(secret), stored) ? secret : null;
    }

    /** The secret that follows, once a welcome has brought this nonce. */
    public static byte[] next(byte[] secret, byte[] nonce) {
        return hmac(secret, nonce);
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no " + HMAC + " (expected: every JDK has it)", e);
        }
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] out = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            out[i] = (byte) (a[i] ^ b[i]);
        }
        return out;
    }
}
