package io.busport.security;

import org.jspecify.annotations.Nullable;

/** Who a client is, or why it is not believed: one of the two. */
public record Verdict(@Nullable Identity identity, @Nullable Refusal refusal) {
    static Verdict of(Identity identity) {
        return new Verdict(identity, null);
    }

    static Verdict no(Outcome outcome, String sentence) {
        return new Verdict(null, new Refusal(outcome, sentence));
    }
}
