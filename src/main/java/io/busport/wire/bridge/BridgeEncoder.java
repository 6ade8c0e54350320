package io.busport.wire.bridge;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.json.ErrWriter;
import io.busport.wire.json.Framing;
import io.busport.wire.json.GatewayEncoder;
import io.busport.wire.json.JsonBytes;

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
 *   the end of a        {"type":"err","message":"try_later","detail":"a sentence","fatal":false}
 *   session's connection
 * </pre>
 *
 * <p>A refusal has no address even when a request was refused: that is how its clients know it.
 */
public final class BridgeEncoder extends GatewayEncoder {
    public BridgeEncoder() {
        super(Framing.LENGTH);
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
            ErrWriter.fatal(err.code(), out);
        }
    }

    private static boolean isOfficial(FailCode code) {
        return switch (code) {
            case DENIED, MISSING_ADDRESS, UNKNOWN_ADDRESS, UNKNOWN_TYPE -> true;
            default -> false;
        };
    }
}
