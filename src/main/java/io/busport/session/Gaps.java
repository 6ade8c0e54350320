package io.busport.session;

import io.busport.wire.FailCode;
import org.jspecify.annotations.Nullable;

/** What people are told about messages that were not kept. */
final class Gaps {
    private Gaps() {}

    static String sentence(long count, @Nullable String address, FailCode why) {
        if (count == 0) {
            return "messages may be missing: the gateway was lost that would have heard them";
        }
        String what = (count == 1 ? "1 message" : count + " messages") + (address == null ? "" : " from " + address);
        return what + " not kept: "
                + switch (why) {
                    case SLOW_CONSUMER -> "more came than is kept for a client that does not take it";
                    case SUPERSEDED -> "a later value has taken the place";
                    case ACKNOWLEDGED -> "acknowledged before, and no longer there";
                    case NOT_WRITABLE -> "a body that the dialect cannot write";
                    default -> why.word();
                };
    }
}
