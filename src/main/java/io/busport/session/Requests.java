package io.busport.session;

import io.busport.session.SessionSnapshot.Asked;
import io.busport.wire.Frame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A client's requests without an answer, by their numbers: those that this gateway has asked, and those that another has, which had the session
 * before and forwards the answers. Owned by the event loop of its session.
 */
final class Requests {
    private final Map<Long, Frame.Send> open = new TreeMap<>();
    private final Set<Long> elsewhere = new HashSet<>(0);

    int size() {
        return open.size();
    }

    boolean has(long n) {
        return open.containsKey(n);
    }

    void add(long n, Frame.Send request) {
        open.put(n, request);
    }

    /** @return false when it has been answered before */
    boolean answered(long n) {
        elsewhere.remove(n);
        return open.remove(n) != null;
    }

    /** In their order. */
    List<Asked> all() {
        List<Asked> all = new ArrayList<>(open.size());
        open.forEach((n, request) -> all.add(new Asked(n, request)));
        return all;
    }

    /** Another gateway has asked these. */
    void restore(List<Asked> asked) {
        asked.forEach(one -> {
            open.put(one.n(), one.request());
            elsewhere.add(one.n());
        });
    }

    /** The other gateway has got the answers of all but these. */
    void retainElsewhere(List<Asked> asked) {
        Set<Long> left = asked.stream().map(Asked::n).collect(Collectors.toSet());
        open.keySet().removeIf(n -> elsewhere.contains(n) && !left.contains(n));
        elsewhere.retainAll(left);
    }

    /** Those that another gateway has asked and this one has not; they are this one's from now on. */
    List<Asked> takeElsewhere() {
        List<Asked> some = all().stream().filter(a -> elsewhere.contains(a.n())).toList();
        elsewhere.clear();
        return some;
    }
}
