package io.busport.security;

import java.util.Locale;

/** What becomes of a login, as metrics and the log name it. */
public enum Outcome {
    /** The client is believed. */
    OK,
    /** A client that was believed said a newer token. */
    RENEWED,
    /** The token is none of ours, or is not made as ours are. */
    WRONG,
    /** The token was good, and its time is over. */
    EXPIRED,
    /** What was believed is not any more: the files that say so have changed. */
    REVOKED,
    /** Something else was said first, or nothing in time. */
    MISSING,
    /** There were too many without a login, and this one made room. */
    DISPLACED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
