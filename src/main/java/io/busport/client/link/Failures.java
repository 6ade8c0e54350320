package io.busport.client.link;

import io.busport.client.BusportException;
import io.busport.wire.Frame.Failure;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** How a request fails: in the words of the event bus, and in those of a session. */
final class Failures {
    /** What the event bus itself says when no consumer said a number. */
    static final int NO_CODE = -1;

    private Failures() {}

    /** For the local asker, who shall not see a difference to a request on one bus. */
    static ReplyException forLocal(Throwable e) {
        if (!(e instanceof BusportException b)) {
            return new ReplyException(ReplyFailure.ERROR, NO_CODE, String.valueOf(e.getMessage()));
        }
        ReplyFailure type = ReplyFailure.valueOf(b.code().failureType());
        Failure said = b.failure();
        return said == null
                ? new ReplyException(type, NO_CODE, b.getMessage())
                : new ReplyException(type, said.code(), said.message());
    }

    /**
     * For an asker of the cluster: the consumer's own number and text, to the letter. What the local bus itself says names reply addresses that
     * mean nothing elsewhere, so that is said anew.
     */
    static Failure forCluster(Throwable e, String address, String link) {
        if (!(e instanceof ReplyException r)) {
            return new Failure(NO_CODE, String.valueOf(e.getMessage()));
        }
        return switch (r.failureType()) {
            case NO_HANDLERS -> new Failure(r.failureCode(), "no handlers for " + address + " behind the link " + link);
            case TIMEOUT -> new Failure(r.failureCode(), "no answer from " + address + " behind the link " + link);
            default -> new Failure(r.failureCode(), r.getMessage());
        };
    }
}
