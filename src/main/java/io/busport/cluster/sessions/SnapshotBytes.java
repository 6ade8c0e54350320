package io.busport.cluster.sessions;

import io.busport.session.Outbox;
import io.busport.session.SessionSnapshot;
import io.busport.session.SessionSnapshot.Asked;
import io.busport.session.SessionSnapshot.Question;
import io.busport.session.SessionSnapshot.SeenNumbers;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Window;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A session as bytes: how it travels from one gateway to another, and the head of its copy. Used by one event loop.
 *
 * <pre>
 *   version · chunks {k, from, n}… · identity · counters · outcomes · addresses · requests · what it has seen · outbox
 * </pre>
 */
final class SnapshotBytes {
    /** Gateways of different versions meet in a rolling update: a later layout gets another number. */
    private static final int LAYOUT = 2;

    private final FrameBytes frames = new FrameBytes();

    /** A part of an outbox that is kept apart: entries {@code from} to {@code n}. */
    record Chunk(long k, long from, long n) {}

    /** @param chunks where the part of the outbox is that the snapshot leaves out */
    record Head(List<Chunk> chunks, SessionSnapshot snapshot) {}

    byte[] head(List<Chunk> chunks, SessionSnapshot s) {
        PackedWriter out = new PackedWriter().small(LAYOUT);
        out.list(chunks, c -> out.number(c.k()).number(c.from()).number(c.n()));
        out.text(s.id()).text(s.name()).text(s.principal()).list(s.authorities(), out::text);
        out.number(s.term()).number(s.version()).number(s.epoch()).number(s.counter());
        out.bytes(s.proven()).bytes(s.offered()).flag(s.confirmed()).flag(s.recovered());
        out.number(s.expiry()).number(s.since());
        out.small(s.window().messages()).small(s.window().bytes());
        out.number(s.received());
        out.list(s.outcomes(), o -> out.number(o.n()).text(o.code().word()).text(o.message()));
        out.number(s.acked()).number(s.last());
        out.list(s.addresses(), out::text);
        Map<Long, Buffer> portable = new LinkedHashMap<>();
        for (Asked a : s.asked()) {
            Buffer frame = frames.encode(a.request());
            if (frame != null) {
                portable.put(a.n(), frame);
            }
        }
        out.list(List.copyOf(portable.entrySet()), a -> out.number(a.getKey()).bytes(a.getValue()));
        out.list(s.questions(), q -> out.text(q.label()).text(q.id()));
        out.list(s.seen(), n -> out.text(n.sender()).number(n.highest()).list(n.recent(), out::number));
        out.text(s.observed());
        frames.write(out, s.outbox());
        return out.toBytes();
    }

    static Head read(byte[] bytes) {
        PackedReader in = open(bytes);
        List<Chunk> chunks = in.list(() -> new Chunk(in.number(), in.number(), in.number()));
        String id = in.someText();
        String name = in.text();
        String principal = in.someText();
        List<String> authorities = in.list(in::someText);
        long term = in.number();
        long version = in.number();
        long epoch = in.number();
        long counter = in.number();
        byte[] proven = in.someBytes();
        byte[] offered = in.bytes();
        boolean confirmed = in.flag();
        boolean recovered = in.flag();
        long expiry = in.number();
        long since = in.number();
        Window window = new Window(in.small(), in.small());
        long received = in.number();
        List<Outcome> outcomes = in.list(() -> new Outcome(in.number(), FailCode.ofWord(in.text()), in.someText()));
        long acked = in.number();
        long last = in.number();
        List<String> addresses = in.list(in::someText);
        List<Asked> asked = in.list(() -> new Asked(in.number(), (Frame.Send) FrameBytes.decode(in.someBytes())));
        List<Question> questions = in.list(() -> new Question(in.someText(), in.someText()));
        List<SeenNumbers> seen = in.list(() -> new SeenNumbers(in.someText(), in.number(), in.list(in::number)));
        String observed = in.someText();
        List<Outbox.Kept> outbox = FrameBytes.read(in);
        in.end();
        return new Head(
                chunks,
                new SessionSnapshot(
                        id,
                        name,
                        principal,
                        authorities,
                        term,
                        version,
                        epoch,
                        counter,
                        proven,
                        offered,
                        confirmed,
                        recovered,
                        expiry,
                        since,
                        window,
                        received,
                        outcomes,
                        acked,
                        last,
                        outbox,
                        addresses,
                        asked,
                        questions,
                        seen,
                        observed));
    }

    byte[] entries(List<Outbox.Kept> entries) {
        PackedWriter out = new PackedWriter().small(LAYOUT);
        frames.write(out, entries);
        return out.toBytes();
    }

    static List<Outbox.Kept> readEntries(byte[] bytes) {
        PackedReader in = open(bytes);
        List<Outbox.Kept> entries = FrameBytes.read(in);
        in.end();
        return entries;
    }

    private static PackedReader open(byte[] bytes) {
        PackedReader in = new PackedReader(bytes);
        int layout = in.small();
        if (layout != LAYOUT) {
            throw new IllegalArgumentException("a copy of layout " + layout + " (expected: " + LAYOUT + ")");
        }
        return in;
    }
}
