package io.busport.session;

import java.util.Comparator;
import java.util.List;

/**
 * Some of many.
 *
 * @param shown at most as many as were asked for
 * @param count all there are
 */
public record Excerpt<T>(List<T> shown, int count) {
    public Excerpt {
        shown = List.copyOf(shown);
    }

    /** Several as one, again with {@code most} at most. */
    public static <T> Excerpt<T> join(List<Excerpt<T>> parts, Comparator<T> order, int most) {
        List<T> shown = parts.stream()
                .flatMap(p -> p.shown.stream())
                .sorted(order)
                .limit(most)
                .toList();
        return new Excerpt<>(shown, parts.stream().mapToInt(Excerpt::count).sum());
    }

    /** How many are not shown. */
    public int rest() {
        return count - shown.size();
    }
}
