package io.busport.wire.json;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;

/** The object of an error in parts, of which each dialect takes those it has. */
public final class ErrWriter {
    private static final byte[] ERR = JsonBytes.ascii("{\"type\":\"err\"");
    private static final byte[] ADDRESS = JsonBytes.ascii(",\"address\":");
    private static final byte[] SOURCE_ADDRESS = JsonBytes.ascii(",\"sourceAddress\":");
    private static final byte[] FAILURE_CODE = JsonBytes.ascii(",\"failureCode\":");
    private static final byte[] FAILURE_TYPE = JsonBytes.ascii(",\"failureType\":\"");
    private static final byte[] MESSAGE_AFTER_TYPE = JsonBytes.ascii("\",\"message\":");
    private static final byte[] MESSAGE = JsonBytes.ascii(",\"message\":\"");
    private static final byte[] CODE = JsonBytes.ascii(",\"code\":\"");
    private static final byte[] DETAIL = JsonBytes.ascii(",\"detail\":");
    private static final byte[] FATAL = JsonBytes.ascii(",\"fatal\":");
    private static final int NO_FAILURE_CODE = -1;

    private ErrWriter() {}

    /**
     * How a request failed, as the event bus says it.
     *
     * <pre>
     *   {"type":"err","address":label,"sourceAddress":A,"failureCode":n,"failureType":T,"message":text or null
     * </pre>
     */
    public static void failure(Frame.Err err, JsonBytes out) {
        Frame.Failure failure = err.failure();
        out.raw(ERR);
        out.raw(ADDRESS);
        out.text(err.address());
        out.raw(SOURCE_ADDRESS);
        out.text(err.sourceAddress());
        out.raw(FAILURE_CODE);
        out.raw(Integer.toString(failure == null ? NO_FAILURE_CODE : failure.code()));
        out.raw(FAILURE_TYPE);
        out.raw(err.code().failureType());
        out.raw(MESSAGE_AFTER_TYPE);
        out.text(failure == null ? err.message() : failure.message());
    }

    /**
     * What went wrong, in one word.
     *
     * <pre>
     *   {"type":"err","message":"access_denied"
     * </pre>
     */
    public static void word(FailCode code, JsonBytes out) {
        out.raw(ERR);
        out.raw(MESSAGE);
        out.raw(code.word());
        out.raw('"');
    }

    /** {@code ,"code":"access_denied"}. */
    public static void code(FailCode code, JsonBytes out) {
        out.raw(CODE);
        out.raw(code.word());
        out.raw('"');
    }

    /** {@code ,"detail":"a sentence"}. */
    public static void detail(String sentence, JsonBytes out) {
        out.raw(DETAIL);
        out.text(sentence);
    }

    /** {@code ,"fatal":true}, for codes that end a session's connection: whether the client would only be told so again. */
    public static void fatal(FailCode code, JsonBytes out) {
        if (code.isFinal() || code == FailCode.TRY_LATER) {
            out.raw(FATAL);
            out.truth(code.isFinal());
        }
    }
}
