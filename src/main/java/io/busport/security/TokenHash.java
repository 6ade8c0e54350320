package io.busport.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Tokens that the gateway makes, and the hash by which it knows them. A token is 256 random bits: nobody guesses one, no table holds them, and so
 * a plain SHA-256 is as good as a salted or a slow one, and takes a microsecond.
 */
public final class TokenHash {
    /** By this a token is recognised where it should not be: in a log, in a repository. */
    static final String PREFIX = "bp_";

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TokenHash() {}

    /** A new token. */
    public static String newToken() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** 64 hexadecimal digits in lower case. */
    public static String of(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 (expected: every JVM has it)", e);
        }
    }
}
