package io.busport.session;

import io.busport.session.Allowances.Allowance;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one principal take of a gateway's {@link Budget}, and may. A session of a client that has proven nothing shares only the
 * whole. Safe to use from any thread.
 */
final class Share {
    private final Budget budget;
    private final String principal;
    private final Allowances allowances;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicLong outbox = new AtomicLong();

    Share(Budget budget, String principal, Allowances allowances) {
        this.budget = budget;
        this.principal = principal;
        this.allowances = allowances;
    }

    /** One session more, with so many bytes in its outbox. */
    void enter(long bytes) {
        sessions.incrementAndGet();
        outbox.addAndGet(bytes);
        budget.add(Budget.OF_SESSION + bytes);
    }

    /** So many bytes more; negative: less. */
    void add(long bytes) {
        outbox.addAndGet(bytes);
        budget.add(bytes);
    }

    /** One session less, with what is left in its outbox. */
    void leave(long bytes) {
        outbox.addAndGet(-bytes);
        budget.add(-Budget.OF_SESSION - bytes);
        if (sessions.decrementAndGet() == 0) {
            budget.forget(principal, this);
        }
    }

    /** Whether those that are there may keep more. */
    boolean hasRoom() {
        long most = allowance().outbox();
        return budget.hasRoom() && (most == 0 || outbox.get() < most);
    }

    /** Why there is no room for another session of this principal; null when there is. */
    @Nullable
    String refusal() {
        int most = allowance().sessions();
        int now = sessions.get();
        return most == 0 || now < most
                ? null
                : principal + " has " + now + " sessions (expected: at most " + most + ", auth.limits.sessions)";
    }

    private Allowance allowance() {
        return principal.isEmpty() ? Allowances.ALL.of(principal) : allowances.of(principal);
    }

    boolean isEmpty() {
        return sessions.get() == 0;
    }
}
