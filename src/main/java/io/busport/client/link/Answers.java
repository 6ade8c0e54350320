package io.busport.client.link;

import io.busport.client.Delivery;
import io.busport.wire.Frame.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way back: what answers a request on one bus is taken to who asked on the other, and an answer may itself want an answer. */
final class Answers {
    private final String link;
    private final Duration timeout;
    private int owed;
    private @Nullable Promise<Void> idle;

    Answers(String link, Duration timeout) {
        this.link = link;
        this.timeout = timeout;
    }

    /** For messages of the local bus: they stay on it. */
    DeliveryOptions options() {
        return new DeliveryOptions().setSendTimeout(timeout.toMillis()).setLocalOnly(true);
    }

    Duration timeout() {
        return timeout;
    }

    /** An answer of the cluster, to a local asker. */
    void toLocal(Message<Object> asker, Future<Delivery> answer) {
        answer.onComplete(got -> {
            if (got.failed()) {
                asker.reply(Failures.forLocal(got.cause()));
                return;
            }
            Delivery delivery = got.result();
            DeliveryOptions options = options().setHeaders(LinkHeaders.toLocal(delivery.headers()));
            if (delivery.isRequest()) {
                toCluster(delivery, asker.address(), asker.replyAndRequest(delivery.body(), options));
            } else {
                asker.reply(delivery.body(), options);
            }
        });
    }

    /** A local answer, to an asker of the cluster. */
    void toCluster(Delivery asker, String address, Future<Message<Object>> answer) {
        owed++;
        answer.onComplete(got -> {
            if (got.succeeded()) {
                reply(asker, got.result());
            } else {
                fail(asker, Failures.forCluster(got.cause(), address, link));
            }
            owed--;
            if (owed == 0 && idle != null) {
                var unused = idle.tryComplete();
            }
        });
    }

    private void reply(Delivery asker, Message<Object> local) {
        Future<?> taken;
        if (local.replyAddress() == null) {
            taken = asker.reply(local.body(), LinkHeaders.toCluster(local.headers()));
        } else {
            Future<Delivery> next = asker.replyAndRequest(local.body(), LinkHeaders.toCluster(local.headers()));
            toLocal(local, next);
            taken = next;
        }
        if (taken.failed()) { // refused at once: a body that cannot be written, or no room for it
            fail(
                    asker,
                    new Failure(Failures.NO_CODE, String.valueOf(taken.cause().getMessage())));
        }
    }

    /** When this fails, too, the session is over or has no room: the asker's own timeout is what is left. */
    private static void fail(Delivery asker, Failure failure) {
        var unused = asker.fail(failure.code(), String.valueOf(failure.message()));
    }

    /** A local asker whose message cannot leave. */
    static void refuse(Message<Object> asker, String why) {
        asker.reply(new ReplyException(ReplyFailure.ERROR, Failures.NO_CODE, why));
    }

    /** Done when no asker of the cluster waits for a local answer. */
    Future<Void> idle() {
        if (owed == 0) {
            return Future.succeededFuture();
        }
        idle = Promise.promise();
        return idle.future();
    }
}
