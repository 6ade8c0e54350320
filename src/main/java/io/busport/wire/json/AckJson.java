package io.busport.wire.json;

import static io.busport.wire.SessionFrames.MAX_NUMBER;

import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Window;
import io.busport.wire.WireException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledgements, which are many: the usual one is written and read without an object in between.
 *
 * <pre>
 *   {"type":"ack","received":24}
 *   {"type":"ack","received":24,"window":{"messages":64,"bytes":1048576},"outcomes":[{"n":23,"code":"access_denied","message":text}]}
 * </pre>
 */
public final class AckJson {
    private static final byte[] ACK = JsonBytes.ascii("{\"type\":\"ack\",\"received\":");
    private static final byte[] MESSAGES = JsonBytes.ascii(",\"window\":{\"messages\":");
    private static final byte[] BYTES = JsonBytes.ascii(",\"bytes\":");
    private static final byte[] OUTCOMES = JsonBytes.ascii(",\"outcomes\":");

    private AckJson() {}

    /** The object, without its closing brace. */
    static void write(Ack ack, JsonBytes out) throws WireException {
        out.raw(ACK);
        out.number(ack.received());
        if (ack.window() != null) {
            out.raw(MESSAGES);
            out.number(ack.window().messages());
            out.raw(BYTES);
            out.number(ack.window().bytes());
            out.raw('}');
        }
        if (!ack.outcomes().isEmpty()) {
            out.raw(OUTCOMES);
            BodyWriter.write(outcomes(ack.outcomes()), out);
        }
    }

    static Ack read(Envelope envelope) throws WireException {
        return new Ack(
                Members.whole("received", envelope.received, 0, MAX_NUMBER),
                envelope.window == null ? null : window(Members.of("window", envelope.window)),
                outcomes(envelope.outcomes));
    }

    static JsonObject window(Window window) {
        return new JsonObject().put("messages", window.messages()).put("bytes", window.bytes());
    }

    static Window window(Members window) throws WireException {
        return new Window(window.count("messages"), window.count("bytes"));
    }

    public static JsonArray outcomes(List<Outcome> outcomes) {
        JsonArray all = new JsonArray();
        for (Outcome outcome : outcomes) {
            var unused = all.add(new JsonObject()
                    .put("n", outcome.n())
                    .put("code", outcome.code().word())
                    .put("message", outcome.message()));
        }
        return all;
    }

    /**
     * The outcomes in an array.
     *
     * @param field null for none
     * @throws WireException not fatal, when it is no array of them
     */
    public static List<Outcome> outcomes(@Nullable Object field) throws WireException {
        List<?> list = Members.list("outcomes", field);
        if (list.isEmpty()) {
            return List.of();
        }
        List<Outcome> outcomes = new ArrayList<>(list.size());
        for (Object item : list) {
            Members members = Members.of("an outcome", item);
            outcomes.add(new Outcome(
                    members.whole("n", 1, MAX_NUMBER), FailCode.ofWord(members.text("code")), members.text("message")));
        }
        return List.copyOf(outcomes);
    }
}
