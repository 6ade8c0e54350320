package io.busport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.busport.client.ModelGateway.Wire;
import io.busport.client.SessionEvent.Kind;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Welcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random histories: connections cut in either direction at any frame, greetings lost, late and twice, handlers that finish in
 * any order, sessions forgotten. What is said is taken once and in order, both ways. A history is its seed: {@code -Dbusport.seed=N}.
 */
class ClientSessionPropertyTest {
    private static final int SEEDS = 10_000;

    private enum Memory {
        KEPT,
        KNOWN,
        LOST
    }

    @Test
    void nothing_is_lost_doubled_or_reordered() {
        Long only = Long.getLong("busport.seed");
        for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
            long present = seed;
            assertThatCode(() -> new History(present).run())
                    .as("-Dbusport.seed=" + present)
                    .doesNotThrowAnyException();
        }
    }

    private static final class History {
        private final Random random;
        private final Memory memory;
        private final FakeHost host = new FakeHost();
        private final ModelGateway gateway;
        private final ClientSession session;
        private final ArrayDeque<Promise<Void>> handlers = new ArrayDeque<>();
        private final List<Wire> zombies = new ArrayList<>();
        private final List<Object> heard = new ArrayList<>();
        private final List<Object> published = new ArrayList<>();
        private final Map<Integer, Integer> settled = new HashMap<>();
        private final Map<Integer, Object> answers = new HashMap<>();
        private @Nullable Wire wire;
        private @Nullable Wire retired;
        private int said;
        private int asked;

        History(long seed) {
            random = new Random(seed);
            int kind = random.nextInt(10);
            memory = kind == 0 ? Memory.LOST : kind == 1 ? Memory.KNOWN : Memory.KEPT;
            gateway = new ModelGateway(random);
            SessionOptions options = SessionOptions.of("127.0.0.1:1").window(1 + random.nextInt(30), 1 << 20);
            session = new ClientSession(options, host, Journal.NONE, "me.", null, List.of());
            var unused = session.subscribe("news", delivery -> {
                heard.add(delivery.body());
                if (random.nextBoolean()) {
                    return Future.succeededFuture();
                }
                Promise<Void> later = Promise.promise();
                handlers.add(later);
                return later.future();
            });
        }

        void run() {
            for (int step = 0; step < 150; step++) {
                step(random.nextInt(100));
            }
            for (int step = 0; step < 20_000 && !isQuiet(); step++) {
                calm();
            }
            judge();
        }

        private void step(int dice) {
            if (dice < 20) {
                say();
            } else if (dice < 30) {
                publish();
            } else if (dice < 45) {
                up(wire);
            } else if (dice < 60) {
                down();
            } else if (dice < 68) {
                gateway.write();
            } else if (dice < 76) {
                gateway.work();
            } else if (dice < 82) {
                finishOne();
            } else if (dice < 88) {
                pass(random.nextInt(60));
            } else if (dice < 91) {
                cut();
            } else if (dice < 96) {
                connect();
            } else if (dice < 99 && !zombies.isEmpty()) {
                up(zombies.get(random.nextInt(zombies.size())));
            } else if (dice == 99 && memory != Memory.KEPT && random.nextInt(3) == 0) {
                gateway.forget(memory == Memory.KNOWN);
                cut();
            }
        }

        private void say() {
            int i = said++;
            if (random.nextInt(4) == 0) {
                asked++;
                session.request("service", i, Headers.NONE, 1_000_000).onComplete(done -> {
                    settled.merge(i, 1, Integer::sum);
                    answers.put(
                            i, done.succeeded() ? String.valueOf(done.result().body()) : done.cause());
                });
                return;
            }
            Frame frame = random.nextBoolean()
                    ? Frame.Send.of("service", i, 0)
                    : new Frame.Publish("service", Headers.NONE, i, false, 0);
            session.send(frame).onComplete(done -> {
                assertThat(done.succeeded()).isTrue();
                settled.merge(i, 1, Integer::sum);
            });
        }

        private void publish() {
            if (gateway.publish(published.size())) {
                published.add(published.size());
            }
        }

        private void up(@Nullable Wire on) {
            Frame frame = on == null ? null : on.up.poll();
            if (on != null && frame != null) {
                gateway.receive(on, frame);
            }
        }

        private void down() {
            if (retired != null && random.nextBoolean() && !retired.down.isEmpty()) {
                session.receiveLate(retired.down.remove());
                return;
            }
            Wire on = wire;
            Frame frame = on == null ? null : on.down.poll();
            if (on == null || frame == null) {
                return;
            }
            if (on.greeted) {
                Frame rest = session.receive(frame);
                assertThat(rest).as("moved by nobody").isNull();
            } else {
                on.greeted = true;
                assertThat(session.welcome((Welcome) frame, line(on))).isTrue();
                retired = null;
                session.open();
            }
        }

        private Line line(Wire on) {
            return new Line() {
                @Override
                public void write(Frame frame) {
                    assertThat(on).as("the wire that is written to").isSameAs(wire);
                    on.up.add(frame);
                }

                @Override
                public boolean isFull() {
                    return on.up.size() > 5;
                }
            };
        }

        private void finishOne() {
            Promise<Void> one = random.nextBoolean() ? handlers.pollFirst() : handlers.pollLast();
            if (one != null) {
                one.complete();
            }
        }

        private void pass(int millis) {
            host.now += millis;
            session.turn();
        }

        /** What is under way to us is lost; what is under way to the gateway may arrive in part, and late. */
        private void cut() {
            if (wire != null) {
                int arrive = random.nextInt(wire.up.size() + 1);
                while (wire.up.size() > arrive) {
                    wire.up.removeLast();
                }
                zombies.add(wire);
                wire = null;
                retired = null;
                session.detach();
            }
        }

        /** A new connection, in the place of a lost one or beside one that stands. */
        private void connect() {
            if (wire != null && !wire.greeted) {
                return; // one greeting at a time
            }
            if (wire != null) {
                retired = wire;
                zombies.add(wire);
            }
            wire = new Wire();
            wire.up.add(session.hello(Cause.RESET));
        }

        private void calm() {
            if (wire == null) {
                connect();
            }
            up(wire);
            down();
            gateway.work();
            gateway.write();
            finishOne();
            pass(random.nextInt(20));
        }

        private boolean isQuiet() {
            return wire != null
                    && wire.greeted
                    && wire.up.isEmpty()
                    && wire.down.isEmpty()
                    && handlers.isEmpty()
                    && gateway.isIdle()
                    && session.outgoing().outbox().isEmpty()
                    && session.incoming().inbox().untold() == 0;
        }

        private void judge() {
            assertThat(host.fatal).isEmpty();
            assertThat(host.reported).isEmpty();
            assertThat(isQuiet()).isTrue();
            List<Object> all = IntStream.range(0, said).<Object>mapToObj(i -> i).toList();
            if (memory == Memory.LOST) {
                int maybeTwice = host.events.stream()
                        .filter(e -> e.kind() == Kind.FRESH)
                        .mapToInt(e -> e.details().getInteger("maybeTwice"))
                        .sum();
                assertThat(gateway.taken.stream().distinct().sorted().toList()).isEqualTo(all);
                assertThat(gateway.taken.size() - said).isBetween(0, maybeTwice);
            } else {
                assertThat(gateway.taken).isEqualTo(all);
            }
            assertThat(settled).hasSize(said).values().containsOnly(1);
            assertThat(answers).hasSize(asked);
            if (memory == Memory.KEPT) {
                assertThat(heard).isEqualTo(published);
                answers.forEach((i, answer) -> assertThat(answer).isEqualTo("re " + i));
                assertThat(host.kinds()).doesNotContain(Kind.FRESH);
            } else {
                assertThat(heard).doesNotHaveDuplicates().isSubsetOf(published);
                assertThat(heard.stream().sorted().toList()).isEqualTo(heard);
            }
            assertThat(session.unheard()).isZero();
            assertThat(session.incoming().late()).isZero();
        }
    }

    /** The model is worth nothing if nothing happens in it. */
    @Test
    void the_histories_are_eventful() {
        int fresh = 0;
        int resumed = 0;
        int replayed = 0;
        for (long seed = 1; seed <= 300; seed++) {
            History history = new History(seed);
            history.run();
            List<Kind> kinds = history.host.kinds();
            fresh += kinds.contains(Kind.FRESH) ? 1 : 0;
            resumed += (int) kinds.stream().filter(k -> k == Kind.RESUMED).count();
            replayed += history.gateway.replayed;
        }
        assertThat(fresh).isGreaterThan(5);
        assertThat(resumed).isGreaterThan(300);
        assertThat(replayed).isPositive();
    }
}
