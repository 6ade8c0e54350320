package io.busport.cluster;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is in the cluster, at one time.
 *
 * @param number later views have higher ones, also after two halves have become one
 * @param members node ids, the coordinator first: gateways, and any other program that has joined
 */
public record View(long number, List<String> members) {
    public View {
        members = List.copyOf(members);
    }

    public boolean contains(String node) {
        return members.contains(node);
    }

    /** Who is here and not in the other. */
    public Set<String> without(View other) {
        Set<String> rest = new TreeSet<>(members);
        rest.removeAll(other.members);
        return rest;
    }
}
