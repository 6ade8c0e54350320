package io.busport.wire.json;

import io.busport.wire.Decoder;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A stream of bytes, cut in pieces, and what a decoder makes of it. */
public final class Streams {
    private static final String NOTHING = "null";

    private Streams() {}

    /** Every frame as text, a refusal as its code, {@code !} before a fatal one; all that is whole is taken after each piece. */
    public static List<String> decoded(Decoder decoder, List<Buffer> pieces) {
        List<String> outcomes = new ArrayList<>();
        for (Buffer piece : pieces) {
            decoder.feed(piece);
            if (!takeAll(decoder, outcomes)) {
                return outcomes;
            }
        }
        return outcomes;
    }

    /** @return false after a fatal refusal */
    private static boolean takeAll(Decoder decoder, List<String> outcomes) {
        while (true) {
            String outcome = outcome(decoder::next);
            if (outcome.equals(NOTHING)) {
                return true;
            }
            outcomes.add(outcome);
            if (outcome.startsWith("!")) {
                return false;
            }
        }
    }

    public static String outcome(Source source) {
        try {
            return String.valueOf(source.next());
        } catch (WireException e) {
            return (e.isFatal() ? "!" : "") + e.err().code();
        }
    }

    /** Where frames come from. */
    @FunctionalInterface
    public interface Source {
        @Nullable
        Frame next() throws WireException;
    }

    public static List<Buffer> cutEvery(Buffer stream, int length) {
        List<Buffer> pieces = new ArrayList<>();
        for (int at = 0; at < stream.length(); at += length) {
            pieces.add(stream.getBuffer(at, Math.min(stream.length(), at + length)));
        }
        return pieces;
    }

    public static List<Buffer> cutAt(Buffer stream, int first, int second) {
        return List.of(
                stream.getBuffer(0, first), stream.getBuffer(first, second), stream.getBuffer(second, stream.length()));
    }

    public static List<Buffer> cutAnywhere(Buffer stream, Random random) {
        List<Buffer> pieces = new ArrayList<>();
        int longest = 1 + random.nextInt(100);
        for (int at = 0; at < stream.length(); ) {
            int next = Math.min(stream.length(), at + 1 + random.nextInt(longest));
            pieces.add(stream.getBuffer(at, next));
            at = next;
        }
        return pieces;
    }
}
