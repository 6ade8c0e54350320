package io.busport.explain;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Every stable word, and the way to it from what somebody types. */
public final class Catalogue {
    private static final List<Entry> ALL = Stream.of(FailCodes.ALL, CloseReasons.ALL, Causes.ALL)
            .flatMap(List::stream)
            .toList();
    /** As many as a person looks through. */
    private static final int NEAREST = 3;

    private Catalogue() {}

    /** By kind, then in the order in which they are declared. */
    public static List<Entry> all() {
        return ALL;
    }

    /** What a word means; several when it is met in several places, none when it is unknown. Case, {@code _} and {@code -} do not matter. */
    public static List<Entry> find(String word) {
        String wanted = plain(word);
        return ALL.stream().filter(e -> plain(e.word()).equals(wanted)).toList();
    }

    /** Known words that look like this one, the most alike first. */
    public static List<String> nearest(String word) {
        String wanted = plain(word);
        return ALL.stream()
                .map(Entry::word)
                .distinct()
                .sorted(Comparator.comparingInt(known -> distance(plain(known), wanted)))
                .limit(NEAREST)
                .toList();
    }

    private static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    }

    /** Letters to add, take away or exchange; a part of the other word is nearer than its length says. */
    private static int distance(String known, String wanted) {
        int[] row = new int[wanted.length() + 1];
        for (int j = 0; j <= wanted.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= known.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= wanted.length(); j++) {
                int above = row[j];
                int exchanged = diagonal + (known.charAt(i - 1) == wanted.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        boolean part = !wanted.isEmpty() && (known.contains(wanted) || wanted.contains(known));
        return part ? row[wanted.length()] / 4 : row[wanted.length()];
    }
}
