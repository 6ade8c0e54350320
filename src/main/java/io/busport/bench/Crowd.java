package io.busport.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetSocket;
import java.util.function.Function;
import java.util.function.Supplier;

/** Connects many times, a few at a time, so that no listen queue overflows: what does not fit it is dialled again after a whole second. */
final class Crowd {
    private static final int AT_A_TIME = 32;

    private final Supplier<Future<NetSocket>> dial;
    private final int size;
    private final Function<NetSocket, Future<Void>> onConnect;
    private final Promise<Void> all = Promise.promise();
    private int dialled;
    private int connected;

    private Crowd(Supplier<Future<NetSocket>> dial, int size, Function<NetSocket, Future<Void>> onConnect) {
        this.dial = dial;
        this.size = size;
        this.onConnect = onConnect;
    }

    /**
     * Connects {@code size} times. Call it on the event loop that will own the sockets.
     *
     * @param dial connects once
     * @param onConnect gets each socket in the turn in which it is connected; done when the next may be
     * @return fails with the first failure
     */
    static Future<Void> connect(
            Supplier<Future<NetSocket>> dial, int size, Function<NetSocket, Future<Void>> onConnect) {
        Crowd crowd = new Crowd(dial, size, onConnect);
        for (int i = 0; i < AT_A_TIME; i++) {
            crowd.next();
        }
        return crowd.all.future();
    }

    private void next() {
        if (dialled == size || all.future().isComplete()) {
            return;
        }
        dialled++;
        dial.get()
                .compose(onConnect)
                .onSuccess(v -> {
                    if (++connected == size) {
                        all.complete();
                    }
                    next();
                })
                .onFailure(all::tryFail);
    }
}
