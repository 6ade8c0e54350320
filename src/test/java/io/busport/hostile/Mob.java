package io.busport.hostile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Many attackers on one thread. When one has ended, the next takes its place. */
final class Mob implements AutoCloseable {
    private static final long ROUND_MILLIS = 5;
    /** In a round. All of them at once would keep the first ones from speaking. */
    private static final int ARRIVALS = 20;
    /** Longer than any life takes, unless the gateway does not read. */
    private static final long LONGEST_LIFE_MILLIS = 15_000;

    private record Member(Attacker attacker, long diesAt) {}

    private final int port;
    private final int size;
    private final long seed;
    private final Thread thread = new Thread(this::rage, "mob");
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private final AtomicLong born = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    /**
     * @param size connections at the same time
     * @param seed of all their lives
     */
    Mob(int port, int size, long seed) {
        this.port = port;
        this.size = size;
        this.seed = seed;
        thread.setDaemon(true);
    }

    Mob start() {
        thread.start();
        return this;
    }

    @Override
    public String toString() {
        return connections + " connections, " + frames + " frames before the damage, " + (sent.get() >> 20)
                + " MiB sent, " + (received.get() >> 20) + " MiB received";
    }

    @Nullable
    Throwable failure() {
        return failure.get();
    }

    private void rage() {
        ByteBuffer scratch = ByteBuffer.allocateDirect(64 << 10);
        List<Member> members = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            while (!done.get()) {
                long now = System.nanoTime() / 1_000_000;
                for (int n = 0; n < ARRIVALS && members.size() < size; n++) {
                    members.add(born(selector, now));
                }
                int unused = selector.select(ROUND_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    ((Attacker) key.attachment()).ready(scratch);
                }
                selector.selectedKeys().clear();
                members.removeIf(m -> isGone(m, now));
            }
            members.forEach(m -> {
                m.attacker.end();
                count(m.attacker);
            });
        } catch (IOException | RuntimeException e) {
            failure.set(e);
        }
    }

    private Member born(Selector selector, long now) throws IOException {
        Mischief.Life life = Mischief.life(seed, born.getAndIncrement());
        frames.addAndGet(life.frames());
        return new Member(new Attacker(life, port, selector), now + LONGEST_LIFE_MILLIS);
    }

    private boolean isGone(Member member, long now) {
        member.attacker.live(now);
        if (now > member.diesAt) {
            member.attacker.end();
        }
        if (member.attacker.hasEnded()) {
            count(member.attacker);
        }
        return member.attacker.hasEnded();
    }

    private void count(Attacker attacker) {
        connections.addAndGet(attacker.hasConnected() ? 1 : 0);
        sent.addAndGet(attacker.sent());
        received.addAndGet(attacker.received());
    }

    /** Ends every attacker where it stands. */
    @Override
    public void close() {
        done.set(true);
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError("a mob goes on (expected: an end within 10 s)");
        }
    }
}
