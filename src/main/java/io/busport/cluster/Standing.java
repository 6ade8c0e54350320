package io.busport.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether those who are there are enough. Gateways that are lost without a word may be alive on the other side of a broken network: then
 * only one side may go on, and a side that is less than half of what there was is not it.
 *
 * <p>Who leaves with a word is not missed. Who is lost is missed until those who are left have been together for a while: then they are all
 * there is, and may lose another one.
 *
 * @param expected gateways that were there, and have not said that they leave
 * @param present gateways that are there
 * @param since when that became so, as {@link System#nanoTime()} has it
 */
record Standing(Set<String> expected, Set<String> present, long since) {
    Standing {
        expected = Set.copyOf(expected);
        present = Set.copyOf(present);
    }

    static Standing of(Set<String> present, long now) {
        return new Standing(present, present, now);
    }

    /** @param leavers who said that they leave; they may be gone already */
    Standing change(Set<String> nowPresent, Set<String> leavers, long now, Duration settled) {
        boolean settledNow = !minority() && now - since >= settled.toNanos();
        Set<String> next = new TreeSet<>(settledNow ? present : expected);
        next.addAll(nowPresent);
        next.removeIf(node -> leavers.contains(node) && !nowPresent.contains(node));
        return new Standing(next, nowPresent, nowPresent.equals(present) ? since : now);
    }

    /** One of three is; one of two is not, or a second gateway would make things worse. */
    boolean minority() {
        return present.size() * 2 < expected.size();
    }
}
