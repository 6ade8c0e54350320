package io.busport.client;

import io.busport.wire.FailCode;
import io.busport.wire.Frame.Failure;
import io.busport.wire.SessionFrames.Outcome;
import org.jspecify.annotations.Nullable;

/** Why something could not be done, in the protocol's own words. Has no stack trace: it says nothing about the program. */
public final class BusportException extends RuntimeException {
    private final FailCode code;
    private final transient @Nullable Failure failure;

    public BusportException(FailCode code, String message) {
        this(code, message, null);
    }

    BusportException(FailCode code, String message, @Nullable Failure failure) {
        super(code.word() + ": " + message, null, false, false);
        this.code = code;
        this.failure = failure;
    }

    static BusportException of(Outcome outcome) {
        return new BusportException(outcome.code(), outcome.message());
    }

    public FailCode code() {
        return code;
    }

    /** What the consumer of a request said when it failed it; null when none did. */
    public @Nullable Failure failure() {
        return failure;
    }
}
