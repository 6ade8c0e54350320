package io.busport.cluster.sessions;

import io.busport.session.Outbox.Kept;
import io.busport.session.SessionSnapshot;
import io.busport.session.SessionSnapshot.Asked;
import io.busport.session.SessionSnapshot.Question;
import io.busport.session.SessionSnapshot.SeenNumbers;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Window;
import java.util.List;

/** Sessions with as little and as much as they may have. */
final class Samples {
    private static final Frame.Send REQUEST =
            new Frame.Send("echo", "r1", Headers.of("trace", "1", "", "값"), "질문", null, 86_400_000, true, 0);

    /** No number of a session is higher. */
    static final long HIGHEST = SessionFrames.MAX_NUMBER;

    private Samples() {}

    /** A message that was never sent. */
    static Kept message(long n, int size) {
        Frame frame = Frame.Message.of("news", "m" + n);
        return new Kept(n, n, frame, size, 1, "news", null, n, n, false, true, null);
    }

    static Kept gap(long from, long n, FailCode why) {
        return new Kept(from, n, null, 0, n - from + 1, null, why, from, n, false, false, null);
    }

    /** Nothing that it need not have. */
    static SessionSnapshot little() {
        return new SessionSnapshot(
                "",
                null,
                "",
                List.of(),
                0,
                0,
                0,
                0,
                new byte[0],
                null,
                false,
                false,
                0,
                0,
                new Window(0, 0),
                0,
                List.of(),
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "");
    }

    /** Everything there is, and no two alike. */
    static SessionSnapshot much() {
        return new SessionSnapshot(
                "s-1",
                "강",
                "client of \"north\"",
                List.of("clerk", "reader"),
                1,
                2,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                new byte[] {1, 2, -1},
                new byte[] {0},
                true,
                false,
                3,
                4,
                new Window(Integer.MAX_VALUE, 5),
                6,
                List.of(new Outcome(7, FailCode.DENIED, "no\n"), new Outcome(8, FailCode.GATEWAY_LOST, "")),
                9,
                12,
                List.of(gap(10, 11, FailCode.SLOW_CONSUMER), message(12, 13)),
                List.of("news", "", "busport.to.강"),
                List.of(new Asked(14, REQUEST)),
                List.of(new Question("__vertx.reply.s.1", "x/1")),
                List.of(new SeenNumbers("x", 15, List.of(-1L, 0L, 5L)), new SeenNumbers("", 0, List.of())),
                "203.0.113.7:51112");
    }

    /** A session of which nothing matters but its outbox. */
    static SessionSnapshot owing(long acked, long last, List<Kept> outbox) {
        return new SessionSnapshot(
                "s-1",
                null,
                "",
                List.of(),
                3,
                1,
                1,
                1,
                new byte[32],
                null,
                true,
                false,
                0,
                5,
                new Window(100, 1 << 20),
                0,
                List.of(),
                acked,
                last,
                outbox,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "");
    }
}
