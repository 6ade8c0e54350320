package io.busport.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection on which nothing was said for a time, and what became of it.
 *
 * @param length how long it was silent; when it ended by itself, until then
 * @param told whether the gateway could be made to speak first, which tells whether the mapping was still there. If not, a mapping that
 *     the router makes anew for our next packet looks like one that has lived
 */
record Silence(Duration length, Fate fate, boolean told) {
    enum Fate {
        /** What was said afterwards arrived. */
        LIVED,
        /** What the gateway said did not arrive; what we said did, and made a new mapping. */
        HEALED,
        /** Our next word was answered with a reset. */
        RESET,
        /** Our next word was answered by nobody. */
        LOST,
        /** It was closed, or reset, during the silence. */
        ENDED,
        /** It could not be tried. */
        FAILED
    }

    /**
     * Every ten seconds up to two minutes, every twenty up to six, then every minute: the lifetimes that are known are 30, 60, 120, 240,
     * 255, 300, 350 s and more.
     */
    static List<Duration> upTo(Duration longest) {
        List<Duration> all = new ArrayList<>();
        long last = longest.toSeconds();
        for (long s = Math.min(10, last); s <= last; s += s < 120 ? 10 : s < 360 ? 20 : 60) {
            all.add(Duration.ofSeconds(s));
        }
        if (!all.contains(longest)) {
            all.add(longest);
        }
        return all;
    }

    boolean hasLived() {
        return fate == Fate.LIVED;
    }

    boolean hasDied() {
        return fate == Fate.HEALED || fate == Fate.RESET || fate == Fate.LOST || fate == Fate.ENDED;
    }
}
