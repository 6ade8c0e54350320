package io.busport.routing;

import io.busport.config.ReservedAddresses;
import io.busport.session.Router;
import io.busport.session.Traffic.Verb;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A router that asks the permission rules first. What they are is looked at each time: they may be reloaded meanwhile. */
final class GuardedRouter implements Router {
    private static final Logger log = LoggerFactory.getLogger(GuardedRouter.class);

    private final BusRouter router;
    private final LoopPermissions permissions;
    private Origin origin;
    private int denials;

    GuardedRouter(BusRouter router, LoopPermissions permissions, Origin origin) {
        this.router = router;
        this.permissions = permissions;
        this.origin = origin;
    }

    @Override
    public void request(Frame.Send message, long n, Answer answer) {
        Frame.Err refusal = refusalToSay(Verb.REQUEST, message.address(), message.body());
        if (refusal == null) {
            router.request(message, n, answer);
        } else {
            answer.take(refusal.to(message.replyAddress(), message.address()), null);
        }
    }

    @Override
    public Frame.@Nullable Err send(Frame.Send message) {
        Frame.Err refusal = refusalToSay(Verb.SEND, message.address(), message.body());
        return refusal == null ? router.send(message) : refusal.to(null, message.address());
    }

    @Override
    public Frame.@Nullable Err publish(Frame.Publish message) {
        Frame.Err refusal = refusalToSay(Verb.PUBLISH, message.address(), message.body());
        return refusal == null ? router.publish(message) : refusal.to(null, message.address());
    }

    @Override
    public Future<Frame.@Nullable Err> hand(Frame.Send message, long n) {
        Frame.Err refusal = refusalToSay(Verb.SEND, message.address(), message.body());
        return refusal == null ? router.hand(message, n) : Future.succeededFuture(refusal.to(null, message.address()));
    }

    @Override
    public Future<Frame.@Nullable Err> hand(Frame.Publish message, long n) {
        Frame.Err refusal = refusalToSay(Verb.PUBLISH, message.address(), message.body());
        return refusal == null ? router.hand(message, n) : Future.succeededFuture(refusal.to(null, message.address()));
    }

    @Override
    public void moved(Origin now) {
        origin = now;
        router.moved(now);
    }

    @Override
    public Frame.@Nullable Err refusalToHear(String address) {
        return refusal(permissions.refusalOfRegister(address, authorities()));
    }

    @Override
    public Registration register(String address, Subscriber subscriber) {
        if (ReservedAddresses.covers(address)) {
            return router.register(address, subscriber); // no client's choice: its session hears its own name
        }
        return router.register(address, new Subscriber() {
            @Override
            public boolean take(Frame.Message message, @Nullable Asker asker) {
                return take(message, asker, null);
            }

            @Override
            public boolean take(Frame.Message message, @Nullable Asker asker, @Nullable String id) {
                return permissions.permitsDelivery(address, message.body(), authorities())
                        && subscriber.take(message, asker, id);
            }

            @Override
            public void repeat(Frame.Message message, String id) {
                if (permissions.permitsDelivery(address, message.body(), authorities())) {
                    subscriber.repeat(message, id);
                }
            }
        });
    }

    @Override
    public Future<Void> settled() {
        return router.settled();
    }

    private Set<String> authorities() {
        return origin.authorities();
    }

    private Frame.@Nullable Err refusalToSay(Verb verb, String address, @Nullable Object body) {
        String said = verb == Verb.PUBLISH ? "publish" : "send";
        Frame.Err refusal = refusal(permissions.refusalOfSend(said, address, body, authorities()));
        if (refusal != null) {
            router.traffic().said(verb, refusal.code());
        }
        return refusal;
    }

    private Frame.@Nullable Err refusal(@Nullable String sentence) {
        if (sentence == null) {
            return null;
        }
        denials++;
        // A client that is denied a thousand times a second says so in ten lines: the first, the second, the fourth…
        if (Integer.bitCount(denials) == 1) {
            log.info("conn={} peer={} Denied ({}): {}", origin.connection(), origin.peer(), denials, sentence);
        }
        return Frame.Err.of(FailCode.DENIED, sentence);
    }
}
