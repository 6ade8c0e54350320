package io.busport.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Which of many somebody wants to see, and how many at most: a gateway may have a hundred thousand, and a person reads two hundred.
 *
 * @param part what an id, a name or an address has in it, whatever its case; empty: any
 */
public record Query(String part, int most) {
    public Query {
        part = part.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The first of those that fit; the rest is only counted.
     *
     * @param facts what is searched in, when anything is
     * @param describe called for those that are shown
     */
    public <A, B> Excerpt<B> of(Collection<A> all, Function<A, List<String>> facts, Function<A, B> describe) {
        List<B> shown = new ArrayList<>();
        int count = 0;
        for (A one : all) {
            if ((part.isEmpty() || fits(facts.apply(one))) && count++ < most) {
                shown.add(describe.apply(one));
            }
        }
        return new Excerpt<>(shown, count);
    }

    private boolean fits(List<String> facts) {
        return facts.stream().anyMatch(f -> f.toLowerCase(Locale.ROOT).contains(part));
    }
}
