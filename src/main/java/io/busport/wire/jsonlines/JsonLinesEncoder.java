package io.busport.wire.jsonlines;

import io.busport.wire.Frame;
import io.busport.wire.json.ErrWriter;
import io.busport.wire.json.Framing;
import io.busport.wire.json.GatewayEncoder;
import io.busport.wire.json.JsonBytes;

/**
 * Frames to lines of JSON.
 *
 * <pre>
 *   {"type":"pong"}⏎
 *
 *   what had a label    {"type":"err","address":label,"sourceAddress":A,"failureCode":-1,"failureType":"ERROR","message":text,
 *                        "code":"access_denied","detail":"a sentence"}⏎
 *   what had none       {"type":"err","message":"malformed","code":"malformed","detail":"a sentence"}⏎
 *   the end of a        {"type":"err","message":"try_later","code":"try_later","detail":"a sentence","fatal":false}⏎
 *   session's connection
 * </pre>
 *
 * <p>The keys and their order are those of the bridge dialect. {@code code} is always the stable word and {@code detail} always a
 * sentence for people; {@code message} is the text of whoever failed the request, as it is on the event bus.
 */
public final class JsonLinesEncoder extends GatewayEncoder {
    public JsonLinesEncoder() {
        super(Framing.LINE);
    }

    @Override
    protected void err(Frame.Err err, JsonBytes out) {
        if (err.address() != null) {
            ErrWriter.failure(err, out);
        } else {
            ErrWriter.word(err.code(), out);
        }
        ErrWriter.code(err.code(), out);
        ErrWriter.detail(err.message(), out);
        if (err.address() == null) {
            ErrWriter.fatal(err.code(), out);
        }
    }
}
