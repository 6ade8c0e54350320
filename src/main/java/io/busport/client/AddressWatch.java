package io.busport.client;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the machine's own addresses change: from Wi-Fi to a mobile network, into a VPN. Asking the kernel takes milliseconds, so it
 * is done on a worker.
 */
final class AddressWatch {
    private final Vertx vertx;
    private final Context context;
    private final Callable<Set<String>> addresses;
    private final Runnable onChange;
    private @Nullable Set<String> known;
    private boolean asking;
    private long timer = -1;

    /** @param onChange on {@code context} */
    AddressWatch(Vertx vertx, Context context, Callable<Set<String>> addresses, Runnable onChange) {
        this.vertx = vertx;
        this.context = context;
        this.addresses = addresses;
        this.onChange = onChange;
    }

    /**
     * On the context.
     *
     * @param everyMillis 2 s is often enough: the next message would notice as well
     */
    void start(long everyMillis) {
        ask();
        timer = vertx.setPeriodic(everyMillis, t -> ask());
    }

    void stop() {
        if (timer >= 0) {
            var unused = vertx.cancelTimer(timer);
        }
        timer = -1;
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        context.executeBlocking(addresses, false).onComplete(result -> {
            asking = false;
            if (result.failed()) {
                return; // asked again
            }
            Set<String> before = known;
            known = result.result();
            if (before != null && !before.equals(known) && timer >= 0) {
                onChange.run();
            }
        });
    }

    /** All that others could see: no loopback, nothing that is down. */
    static Set<String> ofThisMachine() throws SocketException {
        Set<String> all = new TreeSet<>();
        for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
            if (card.isUp() && !card.isLoopback()) {
                card.inetAddresses().forEach(a -> all.add(a.getHostAddress()));
            }
        }
        return all;
    }
}
