package io.busport.wire.bridge;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.json.ErrWriter;
import io.busport.wire.json.JsonBytes;
import io.busport.wire.json.JsonEncoder;

/**
 * Frames to bytes as the official bridge writes them, each in one piece: some of its clients expect a whole frame in one read.
 *
 * <pre>
 *   00 00 00 0F  {"type":"pong"}
 *
 *   a request failed    {"type":"err","address":label,"sourceAddress":A,"failureCode":-1,"failureType":"TIMEOUT","message":text}
 *   its own errors      {"type":"err","message":"access_denied"}
 *   those it is silent  {"type":"err","message":"malformed","detail":"a sentence"}
 *   about
 * </pre>
 *
 * <p>A refusal has no address even when a request was refused: that is how its clients know it.
 */
public final class BridgeEncoder extends JsonEncoder {
    private static final byte[] NO_LENGTH_YET = new byte[Integer.BYTES];

    @Override
    protected void before(JsonBytes out) {
        out.raw(NO_LENGTH_YET);
    }

    @Override
    protected void after(JsonBytes out) {
        out.setInt(0, out.length() - Integer.BYTES);
    }

    @Override
    protected void err(Frame.Err err, JsonBytes out) {
        if (err.address() != null && err.code() != FailCode.DENIED) {
            ErrWriter.failure(err, out);
        } else {
            ErrWriter.word(err.code(), out);
            if (!isOfficial(err.code())) {
                ErrWriter.detail(err.message(), out);
            }
        }
        out.raw('}');
    }

    private static boolean isOfficial(FailCode code) {
        return switch (code) {
            case DENIED, MISSING_ADDRESS, UNKNOWN_ADDRESS, UNKNOWN_TYPE -> true;
            default -> false;
        };
    }
}
