package io.busport.wire;

import static io.busport.wire.Detector.any;
import static io.busport.wire.Detector.prefix;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the first bytes who is on a connection. Used once for each connection, by the event loop that owns it.
 *
 * <p>Everything that nobody else claims is text, because a person with a socket may start with anything. So the sniffer only has to wait
 * while the bytes are the beginning of something known ({@code "GE"} of a browser); whoever calls it bounds that wait and then
 * {@link #SETTLED settles} for text.
 */
public final class Sniffer {
    private record Candidate(Detector detector, Found found) {}

    private static final List<Candidate> CANDIDATES = candidates();

    /** Who it is. Exactly one of the two is set. */
    public record Found(@Nullable Dialect dialect, @Nullable Stranger stranger) {}

    /** What undecided bytes are when no more of them come. */
    public static final Found SETTLED = new Found(Dialect.TEXT, null);

    private Sniffer() {}

    private static List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        all.add(new Candidate(prefix("{"), new Found(Dialect.JSON_LINES, null)));
        all.add(new Candidate(prefix(0xB5), new Found(Dialect.BINARY, null)));
        all.add(new Candidate(
                any(
                        prefix(0x00), // a length below 16 MiB
                        // Lengths that nobody accepts, about 2 GiB and negative ones. No text begins so, and the
                        // bridge's decoder refuses them.
                        prefix(0x7F, 0xFF),
                        prefix(0x80, 0x00),
                        prefix(0xFF, 0xFF)),
                new Found(Dialect.BRIDGE, null)));
        Arrays.stream(Stranger.values()).forEach(s -> all.add(new Candidate(s.detector(), new Found(null, s))));
        return all;
    }

    /**
     * @param head all bytes so far, at least one
     * @return null while more bytes are needed
     */
    public static @Nullable Found sniff(Buffer head) {
        boolean waiting = false;
        for (Candidate candidate : CANDIDATES) {
            switch (candidate.detector.look(head)) {
                case YES -> {
                    return candidate.found;
                }
                case NOT_YET -> waiting = true;
                case NO -> {}
            }
        }
        return waiting ? null : SETTLED;
    }
}
