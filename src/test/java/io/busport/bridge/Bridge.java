package io.busport.bridge;

import io.busport.testing.BridgeSocket;
import io.busport.testing.TextSocket;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that speaks the bridge dialect on a port of this machine, and the event bus behind it. */
interface Bridge extends AutoCloseable {
    int port();

    EventBus bus();

    /** How long whoever talks to it waits for what has to come. */
    Duration patience();

    /**
     * Why a connection ended, as its operator learns it; waits until it has.
     *
     * @throws AssertionError if there is no way to learn it
     */
    String closeReason(BridgeSocket client);

    default BridgeSocket connect() {
        return connect(0);
    }

    /** @param receiveBuffer what the kernel may hold for a client that does not read; 0 leaves it to the kernel */
    default BridgeSocket connect(int receiveBuffer) {
        return new BridgeSocket(new TextSocket(port(), receiveBuffer), patience());
    }

    /** What becomes of something on the bus; its failure is thrown. */
    default <T> T await(Future<T> future) {
        try {
            return future.await(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no outcome within " + patience(), e);
        }
    }

    /** Waits until nobody hears the address any more. */
    default void awaitNobodyAt(String address) {
        DeliveryOptions probe = new DeliveryOptions().setSendTimeout(50);
        Future<ReplyFailure> answer;
        long deadline = System.nanoTime() + patience().toNanos();
        do {
            answer = bus().request(address, "probe", probe)
                    .transform(a ->
                            Future.succeededFuture(a.failed() ? ((ReplyException) a.cause()).failureType() : null));
            if (System.nanoTime() > deadline) {
                throw new AssertionError("somebody still hears " + address + " after " + patience());
            }
        } while (await(answer) != ReplyFailure.NO_HANDLERS);
    }

    @Override
    void close();
}
