package io.busport.doctor;

import io.busport.doctor.Lines.Met;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Stamped;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages of growing length, and has some sent to itself. One that is lost holds up its connection for good, so every connection
 * is left with the first that is.
 *
 * <pre>
 *   up     a message to an address that nobody hears, in one piece ─► its acknowledgement, a small frame
 *   down   a message to an address that another connection of ours hears, in many small pieces ─► the same in one piece
 * </pre>
 */
final class SizeProbe {
    /** The last two take more than one packet on any path, and many. */
    private static final List<Integer> MESSAGES = List.of(100, 1000, 4000, 60_000);
    /** Longer messages are not sent in small pieces: what waits for room would be put together to long packets again. */
    private static final int MOST_IN_PIECES = 4000;
    /** What tunnels and lines let through: 576 of old, 1280 IPv6, 1400 and 1420 WireGuard, 1450 VXLAN, 1492 PPPoE, 1500 Ethernet. */
    private static final List<Integer> PACKETS =
            List.of(576, 1000, 1200, 1280, 1360, 1400, 1420, 1450, 1480, 1492, 1500);
    /** IPv4 and TCP, with the timestamps that every system sends. */
    private static final int HEADERS = 20 + 20 + 12;

    private final Lines lines;
    private final Target target;
    private final String prefix = "demo.doctor." + UUID.randomUUID().toString().substring(0, 8);
    private final Map<Integer, Boolean> up = new TreeMap<>();
    private final Map<Integer, Boolean> down = new TreeMap<>();
    private final Map<Integer, Boolean> packets = new TreeMap<>();
    private @Nullable String open;

    private SizeProbe(Lines lines, Target target) {
        this.lines = lines;
        this.target = target;
    }

    /** Never fails. */
    static Future<Sizes> run(Lines lines, Target target) {
        SizeProbe probe = new SizeProbe(lines, target);
        return probe.up()
                .compose(v -> probe.down())
                .compose(v -> probe.isStuck() ? probe.closer() : Future.succeededFuture())
                .transform(v ->
                        Future.succeededFuture(new Sizes(target, probe.up, probe.down, probe.packets, probe.open)));
    }

    private boolean isStuck() {
        return up.containsValue(false) || down.containsValue(false);
    }

    // --- from here

    private Future<Void> up() {
        return lines.meet(target, Duration.ZERO)
                .compose(met -> grow(met, 0).onComplete(v -> met.line().leave()))
                .otherwiseEmpty();
    }

    private Future<Void> grow(Met met, int step) {
        if (step == MESSAGES.size()
                || MESSAGES.get(step) > met.welcome().limits().frame() / 2) {
            return Future.succeededFuture();
        }
        int size = MESSAGES.get(step);
        return passes(met.line(), size).compose(passed -> {
            up.put(size, passed);
            return passed ? grow(met, step + 1) : Future.succeededFuture();
        });
    }

    private Future<Boolean> passes(Line line, int size) {
        long n = line.nextNumber();
        return line.ask(Stamped.of(n, message(prefix + ".nobody", size)), Acks.of(n), lines.timeoutMillis())
                .transform(answer -> Future.succeededFuture(answer.succeeded()));
    }

    private static Frame.Send message(String address, int size) {
        return new Frame.Send(address, null, Headers.NONE, "x".repeat(size), null, 0, false, 0);
    }

    // --- to here

    private Future<Void> down() {
        String address = prefix + ".here";
        return Inbox.open(lines, target, Duration.ZERO, address)
                .compose(inbox -> lines.meet(target, Duration.ZERO)
                        .compose(sender -> fetch(sender.line(), inbox, address, 0)
                                .onComplete(v -> sender.line().leave()))
                        .onComplete(v -> inbox.line().leave()))
                .recover(e -> {
                    open = "messages to here: " + e.getMessage();
                    return Future.succeededFuture();
                });
    }

    private Future<Void> fetch(Line sender, Inbox inbox, String address, int step) {
        boolean isLast = step == MESSAGES.size()
                || MESSAGES.get(step) > inbox.welcome().limits().frame() / 2
                || (MESSAGES.get(step) > MOST_IN_PIECES && isStuck());
        if (isLast) {
            return Future.succeededFuture();
        }
        int size = MESSAGES.get(step);
        Frame frame = Stamped.of(sender.nextNumber(), message(address, size));
        Future<Boolean> heard = inbox.hears(lines.timeoutMillis() + 1000);
        var unused = size <= MOST_IN_PIECES ? sender.writeInPieces(frame) : sender.write(frame);
        return heard.compose(passed -> {
            down.put(size, passed);
            return passed ? fetch(sender, inbox, address, step + 1) : Future.succeededFuture();
        });
    }

    // --- closer

    private Future<Void> closer() {
        return Future.join(PACKETS.stream().map(this::packet).toList()).transform(v -> Future.succeededFuture());
    }

    /** One packet of this length in all, on a connection of its own. */
    private Future<Void> packet(int length) {
        return lines.meet(target, Duration.ZERO).compose(met -> {
            Line line = met.line();
            int empty =
                    line.encode(Stamped.of(1, message(prefix + ".nobody", 0))).length();
            return passes(line, Math.max(0, length - HEADERS - empty)).compose(passed -> {
                packets.put(length, passed);
                line.leave();
                return Future.succeededFuture();
            });
        });
    }
}
