package io.busport.security;

import io.busport.config.AuthConfig.LimitsOf;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The {@link Meter} of each principal whose rates are limited; forgotten when its debts are paid. Safe to use from any thread. */
final class Meters {
    private final ConcurrentHashMap<String, Meter> all = new ConcurrentHashMap<>();

    /** @return null when it may say as much as it likes */
    @Nullable
    Meter of(String principal, LimitsOf limits, long now) {
        if (limits.messageRate() == 0 && limits.byteRate() == 0) {
            return null;
        }
        Meter known = all.get(principal);
        return known != null && known.limits().equals(limits)
                ? known
                : all.compute(principal, (same, there) -> there == null ? new Meter(limits, now) : there.with(limits));
    }

    /** Forgets those that owe nothing: a new one would be the same. */
    void sweep(long now) {
        all.values().removeIf(meter -> meter.isPaid(now));
    }
}
