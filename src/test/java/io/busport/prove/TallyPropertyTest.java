package io.busport.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random runs, judged by lists that are looked through from end to end, and by the tally. */
class TallyPropertyTest {
    private static final int RUNS = 500;

    @Test
    void the_tally_counts_what_lists_count() {
        for (long seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            int publishers = 1 + random.nextInt(3);
            int subscribers = 1 + random.nextInt(3);
            Tally tally = new Tally(publishers, subscribers);
            List<String> promised = new ArrayList<>();
            long failed = 0;
            long unresolved = 0;
            List<Numbered> sent = new ArrayList<>();
            for (int i = random.nextInt(60); i > 0; i--) {
                int publisher = 1 + random.nextInt(publishers);
                Numbered message = new Numbered(publisher, tally.send(publisher), 0);
                sent.add(message);
                int fate = random.nextInt(10);
                if (fate == 0) {
                    tally.failed("fate");
                    failed++;
                } else if (fate == 1) {
                    unresolved++;
                } else {
                    tally.promised(publisher, message.number());
                    promised.add(key(message));
                }
            }
            long lost = 0;
            long duplicated = 0;
            long reordered = 0;
            long delivered = 0;
            for (int s = 1; s <= subscribers; s++) {
                List<Numbered> heard = shaken(sent, random);
                for (Numbered message : heard) {
                    tally.heard(s, message, 0);
                }
                Set<String> once = new HashSet<>();
                Map<Integer, Integer> highest = new HashMap<>();
                for (Numbered m : heard) {
                    if (!once.add(key(m))) {
                        duplicated++;
                    } else if (m.number() < highest.getOrDefault(m.publisher(), 0)) {
                        reordered++;
                    }
                    highest.merge(m.publisher(), m.number(), Math::max);
                }
                delivered += once.size();
                lost += promised.stream().filter(k -> !once.contains(k)).count();
            }

            Verdict verdict = tally.verdict();
            assertThat(verdict.sent()).as("seed %d", seed).isEqualTo(sent.size());
            assertThat(verdict.acknowledged()).as("seed %d", seed).isEqualTo(promised.size());
            assertThat(verdict.failed()).as("seed %d", seed).isEqualTo(failed);
            assertThat(verdict.unresolved()).as("seed %d", seed).isEqualTo(unresolved);
            assertThat(verdict.lost()).as("seed %d", seed).isEqualTo(lost);
            assertThat(verdict.duplicated()).as("seed %d", seed).isEqualTo(duplicated);
            assertThat(verdict.reordered()).as("seed %d", seed).isEqualTo(reordered);
            assertThat(verdict.delivered()).as("seed %d", seed).isEqualTo(delivered);
            boolean clean = lost + duplicated + reordered + failed + unresolved == 0 && !sent.isEmpty();
            assertThat(verdict.passes()).as("seed %d", seed).isEqualTo(clean);
            assertThat(tally.isComplete()).as("seed %d", seed).isEqualTo(lost + unresolved == 0);
        }
    }

    /** What a subscriber hears: mostly all of it in order, with a few losses, repeats and swaps. */
    private static List<Numbered> shaken(List<Numbered> sent, Random random) {
        List<Numbered> heard = new ArrayList<>(sent);
        int trouble = random.nextInt(4);
        for (int i = 0; i < trouble && heard.size() > 1; i++) {
            int at = random.nextInt(heard.size());
            switch (random.nextInt(3)) {
                case 0 -> heard.remove(at);
                case 1 -> heard.add(random.nextInt(heard.size()), heard.get(at));
                default -> Collections.swap(heard, at, random.nextInt(heard.size()));
            }
        }
        return heard;
    }

    private static String key(Numbered message) {
        return message.publisher() + ":" + message.number();
    }
}
