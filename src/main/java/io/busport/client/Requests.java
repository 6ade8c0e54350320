package io.busport.client;

import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Outcome;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests that wait for their answers, each with a deadline of its own. Milliseconds. */
final class Requests {
    /** One of them. */
    final class Request implements Settlements.Settlement {
        private final String label;
        private final Promise<Delivery> promise;
        private final long timeout;
        private final long deadline;

        private Request(String label, Promise<Delivery> promise, long timeout, long now) {
            this.label = label;
            this.promise = promise;
            this.timeout = timeout;
            this.deadline = now + timeout;
        }

        String label() {
            return label;
        }

        Promise<Delivery> promise() {
            return promise;
        }

        /** That a request has been taken is no answer; that it has not is one. */
        @Override
        public void settle(@Nullable Outcome outcome) {
            if (outcome != null && remove(this)) {
                var unused = promise.tryFail(BusportException.of(outcome));
            }
        }
    }

    private final String prefix;
    private final Map<String, Request> byLabel = new HashMap<>();
    /** By timeout: those with the same one end in the order in which they began. */
    private final Map<Long, LinkedHashSet<Request>> byTimeout = new HashMap<>();

    private long next;

    /** @param prefix of all labels; another one in each process, so that answers to a process before are told apart */
    Requests(String prefix) {
        this.prefix = prefix;
    }

    Request open(Promise<Delivery> promise, long timeout, long now) {
        Request request = new Request(prefix + ++next, promise, timeout, now);
        byLabel.put(request.label, request);
        var unused =
                byTimeout.computeIfAbsent(timeout, t -> new LinkedHashSet<>()).add(request);
        return request;
    }

    /** Whether an address is the label of a request of this process, open or not. */
    boolean isLabel(String address) {
        return address.startsWith(prefix);
    }

    /** The request that is answered; null when nobody waits for it any more. */
    @Nullable
    Request take(String label) {
        Request request = byLabel.get(label);
        return request != null && remove(request) ? request : null;
    }

    private boolean remove(Request request) {
        if (byLabel.remove(request.label) == null) {
            return false;
        }
        LinkedHashSet<Request> same = byTimeout.get(request.timeout);
        if (same != null && same.remove(request) && same.isEmpty()) {
            byTimeout.remove(request.timeout);
        }
        return true;
    }

    void expire(long now) {
        if (deadline() > now) {
            return;
        }
        for (LinkedHashSet<Request> same : List.copyOf(byTimeout.values())) {
            while (!same.isEmpty()) {
                Request first = same.iterator().next();
                if (first.deadline > now || !remove(first)) {
                    break;
                }
                var unused = first.promise.tryFail(
                        new BusportException(FailCode.TIMEOUT, "no answer within " + first.timeout + " ms"));
            }
        }
    }

    /** When the next one ends; {@code Long.MAX_VALUE} when none is open. */
    long deadline() {
        long earliest = Long.MAX_VALUE;
        for (LinkedHashSet<Request> same : byTimeout.values()) {
            earliest = Math.min(earliest, same.iterator().next().deadline);
        }
        return earliest;
    }

    /** Nobody will answer any but these. */
    void failAllBut(Set<?> kept, BusportException why) {
        for (Request request : new ArrayList<>(byLabel.values())) {
            if (!kept.contains(request) && remove(request)) {
                var unused = request.promise.tryFail(why);
            }
        }
    }

    int open() {
        return byLabel.size();
    }
}
