package io.busport.security;

import java.util.Set;

/**
 * Who a client has proven to be.
 *
 * @param principal empty where nobody has to log in
 * @param authorities what it may, as the permission rules name it
 * @param expiresMillis Unix time up to which the proof holds
 * @param proof what it was proven with, for whoever gave it to look at again: a hash, or the token itself
 */
public record Identity(String principal, Set<String> authorities, long expiresMillis, String proof) {
    /** The proof holds until it is revoked. */
    public static final long FOREVER = Long.MAX_VALUE;

    /** Of everybody, where nobody has to log in. */
    public static final Identity NOBODY = new Identity("", Set.of(), FOREVER, "");

    private static final int LONGEST_NAME = 256;

    public Identity {
        authorities = Set.copyOf(authorities);
    }

    /** Whether a text can be the name of a principal: it stands in lines of the log and in headers. */
    static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST_NAME
                && text.chars().noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029');
    }

    boolean isExpired(long nowMillis) {
        return nowMillis >= expiresMillis;
    }

    /** The proof is not said. */
    @Override
    public String toString() {
        return "Identity[" + principal + ", authorities " + authorities + ", expires " + expiresMillis + "]";
    }
}
