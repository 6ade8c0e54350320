package io.busport.session;

/** What the sessions of one principal may take of a gateway; asked each time, for it may change. Any thread may ask. */
@FunctionalInterface
public interface Allowances {
    /**
     * 0 is as much as there is.
     *
     * @param sessions attached or not
     * @param outbox bytes kept for their clients
     */
    record Allowance(int sessions, long outbox) {}

    Allowances ALL = principal -> new Allowance(0, 0);

    Allowance of(String principal);
}
