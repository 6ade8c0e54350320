package io.busport.session.sim;

import io.busport.session.Router;
import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The event bus between loops: each loop hears what is put on it in its own time, and a sender knows when all of them have. */
final class SimBus {
    private record Ear(SimLoop loop, String address, Router.Subscriber subscriber) {}

    private final World world;
    private final List<Ear> ears = new ArrayList<>();

    SimBus(World world) {
        this.world = world;
    }

    void publish(String address, @Nullable Object body) {
        Frame.Message message = new Frame.Message(address, null, io.busport.wire.Headers.NONE, body, false);
        for (Ear ear : List.copyOf(ears)) {
            if (ear.address.equals(address)) {
                ear.loop.later().execute(() -> {
                    if (ears.contains(ear)) {
                        boolean unused = ear.subscriber.take(message, null);
                    }
                });
            }
        }
    }

    /** Done when every loop has run what it had to do so far. */
    private Future<Void> settled(SimLoop asking) {
        Promise<Void> promise = Promise.promise();
        int[] left = {world.loops().size()};
        for (SimLoop loop : world.loops()) {
            loop.later().execute(() -> {
                if (--left[0] == 0) {
                    asking.later().execute(promise::complete);
                }
            });
        }
        return promise.future();
    }

    Router.Factory of(SimLoop loop) {
        return new Router.Factory() {
            @Override
            public Router forText(Router.Origin origin) {
                throw new UnsupportedOperationException("sessions have frames");
            }

            @Override
            public Router forFrames(Router.Origin origin) {
                return new SimRouter(loop);
            }
        };
    }

    private final class SimRouter implements Router {
        private final SimLoop loop;

        SimRouter(SimLoop loop) {
            this.loop = loop;
        }

        /** An echo. */
        @Override
        public void request(Frame.Send message, long n, Answer answer) {
            loop.later()
                    .execute(() -> answer.take(
                            Frame.Message.of(String.valueOf(message.replyAddress()), message.body()), null));
        }

        @Override
        public Future<Frame.@Nullable Err> hand(Frame.Publish message, long n) {
            SimBus.this.publish(message.address(), message.body());
            return SimBus.this.settled(loop).map(v -> null);
        }

        @Override
        public Future<Frame.@Nullable Err> hand(Frame.Send message, long n) {
            throw new UnsupportedOperationException("nobody sends here");
        }

        @Override
        public Frame.@Nullable Err send(Frame.Send message) {
            throw new UnsupportedOperationException("nobody lives here");
        }

        @Override
        public Frame.@Nullable Err publish(Frame.Publish message) {
            throw new UnsupportedOperationException("nobody lives here");
        }

        @Override
        public Frame.@Nullable Err refusalToHear(String address) {
            return null;
        }

        @Override
        public Registration register(String address, Subscriber subscriber) {
            Ear ear = new Ear(loop, address, subscriber);
            ears.add(ear);
            return new Registration() {
                @Override
                public Future<Void> effective() {
                    return SimBus.this.settled(loop);
                }

                @Override
                public void hold(boolean wait) {
                    // Nobody waits here: the policy is another.
                }

                @Override
                public Future<Void> cancel() {
                    boolean unused = ears.remove(ear);
                    return SimBus.this.settled(loop);
                }
            };
        }

        @Override
        public void moved(Origin origin) {
            // Nobody asks where a message comes from.
        }

        @Override
        public Future<Void> settled() {
            return SimBus.this.settled(loop);
        }
    }
}
