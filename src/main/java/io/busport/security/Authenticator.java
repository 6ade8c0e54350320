package io.busport.security;

/** Believes tokens, or does not. Immutable: what is believed changes by taking another. Any thread may ask, and it does not block. */
interface Authenticator {
    /** @param nowMillis Unix time */
    Verdict check(String token, long nowMillis);

    /** Whether what was believed once, perhaps by another of its kind, still is; authorities may have changed. */
    Verdict again(Identity known, long nowMillis);

    /** For a line of the log: {@code 12 tokens}. */
    String summary();
}
