package io.busport.wire.binary;

import static io.busport.wire.SessionFrames.MAX_NUMBER;

import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Window;
import io.busport.wire.WireException;
import io.busport.wire.json.AckJson;
import io.busport.wire.json.ControlJson;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Reads what only sessions have.
 *
 * <pre>
 *   any frame   06 41 07 …         flag 40: its number is 7
 *               06 C1 07 18 …      flags 40 and 80: its number is 7, and 24 is acknowledged
 *   PING        01 01 05           flag 01: echo 5
 *   CONTROL     29 00 7B 22 …      a JSON object
 *   ACK         0A 00 18           24 is acknowledged
 *               0A 01 18 40 80 10  flag 01: a window of 64 messages and 2048 bytes
 *               2A 02 18 5B 7B …   flag 02: outcomes, a JSON array
 * </pre>
 */
final class SessionFields {
    private SessionFields() {}

    /** From 1 on; 0 when there is none. */
    static long number(Cursor in, int flags) throws WireException {
        return (flags & Layout.NUMBER) == 0 ? 0 : within("n", 1, MAX_NUMBER, in);
    }

    /** From 0 on; negative when there is none. */
    static long received(Cursor in, int flags) throws WireException {
        return (flags & Layout.RECEIVED) == 0 ? -1 : within("received", 0, MAX_NUMBER, in);
    }

    /** Passes over both, whatever they are. */
    static void pass(Cursor in, int flags) throws WireException {
        for (int rest = flags & (Layout.NUMBER | Layout.RECEIVED); rest != 0; rest &= rest - 1) {
            var unused = in.varint("number", Layout.MAX_LONG_VARINT);
        }
    }

    static long echo(Cursor in, int flags) throws WireException {
        return (flags & Layout.ECHO) == 0 ? Frame.NO_ECHO : within("echo", 0, MAX_NUMBER, in);
    }

    static Frame control(Cursor in, int type) throws WireException {
        if (type == Layout.JSON && Bodies.read(in, type) instanceof JsonObject object) {
            return ControlJson.read(object);
        }
        throw WireException.ofMessage("body type " + type + " in CONTROL"
                + (type == Layout.JSON ? ", and no object" : "") + " (expected: 2, a JSON object)");
    }

    static Ack ack(Cursor in, int type, int flags) throws WireException {
        boolean hasOutcomes = (flags & Layout.OUTCOMES) != 0;
        if (type != (hasOutcomes ? Layout.JSON : Layout.NOTHING)) {
            throw WireException.ofMessage("body type " + type + " in ACK (expected: "
                    + (hasOutcomes ? "2, a JSON array of outcomes" : "0, no body") + ")");
        }
        long received = within("received", 0, MAX_NUMBER, in);
        Window window = (flags & Layout.WINDOW) == 0
                ? null
                : new Window((int) within("messages", 0, Integer.MAX_VALUE, in), (int)
                        within("bytes", 0, Integer.MAX_VALUE, in));
        Object body = Bodies.read(in, type);
        List<Outcome> outcomes = AckJson.outcomes(body);
        if (hasOutcomes && body == null) {
            throw WireException.ofMessage("outcomes are null (expected: an array)");
        }
        return new Ack(received, window, outcomes);
    }

    private static long within(String what, long min, long max, Cursor in) throws WireException {
        long value = in.varint(what, Layout.MAX_LONG_VARINT);
        if (value < min || value > max) {
            throw WireException.ofMessage(
                    what + " is " + value + " (expected: a whole number from " + min + " to " + max + ")");
        }
        return value;
    }
}
