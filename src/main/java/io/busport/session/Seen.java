package io.busport.session;

import io.busport.session.SessionSnapshot.SeenNumbers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which messages of other sessions a session has. After the loss of a gateway its peers say again what may not have arrived, and a client
 * whose gateway died sends again what was not acknowledged: a message that comes twice has the same id.
 *
 * <pre>
 *   id  sender/n        of each sender: the highest n, and which of the {@code window} numbers up to it
 * </pre>
 *
 * <p>A sender repeats at most what it had on its way, so a window of that many numbers is exact. One that has said nothing for a minute is
 * forgotten: what it sent has long been taken note of by its own gateway's copies. Owned by the event loop of its session.
 */
final class Seen {
    /** Milliseconds without a message after which a sender is forgotten. */
    static final long REMEMBERED = 60_000;

    private static final class Sender {
        private long highest;
        private BitSet recent = new BitSet();
        private long heard;
    }

    private final int window;
    private final Map<String, Sender> senders = new HashMap<>();
    private long forgottenAt;

    Seen(int window) {
        this.window = window;
    }

    /** Whether a message is here already. */
    boolean has(String id) {
        Sender sender = senders.get(senderOf(id));
        if (sender == null) {
            return false;
        }
        long back = sender.highest - numberOf(id);
        return back >= 0 && (back >= window || sender.recent.get((int) back));
    }

    /** It is here now. */
    void add(String id, long now) {
        forget(now);
        long n = numberOf(id);
        Sender sender = senders.computeIfAbsent(senderOf(id), s -> new Sender());
        sender.heard = now;
        if (n > sender.highest) {
            sender.recent = later(sender.recent, n - sender.highest);
            sender.highest = n;
        }
        long back = sender.highest - n;
        if (back < window) {
            sender.recent.set((int) back);
        }
    }

    private BitSet later(BitSet recent, long by) {
        BitSet moved = new BitSet();
        if (by < window) {
            for (int i = recent.nextSetBit(0); i >= 0 && i + by < window; i = recent.nextSetBit(i + 1)) {
                moved.set((int) (i + by));
            }
        }
        return moved;
    }

    private void forget(long now) {
        if (now - forgottenAt > REMEMBERED / 4) {
            forgottenAt = now;
            senders.values().removeIf(s -> now - s.heard > REMEMBERED);
        }
    }

    List<SeenNumbers> numbers() {
        List<SeenNumbers> all = new ArrayList<>(senders.size());
        senders.forEach((id, s) -> {
            List<Long> words = new ArrayList<>();
            for (long word : s.recent.toLongArray()) {
                words.add(word);
            }
            all.add(new SeenNumbers(id, s.highest, words));
        });
        return all;
    }

    void restore(List<SeenNumbers> numbers, long now) {
        for (SeenNumbers n : numbers) {
            Sender sender = new Sender();
            sender.highest = n.highest();
            sender.recent = BitSet.valueOf(n.recent().stream().mapToLong(w -> w).toArray());
            sender.heard = now;
            senders.put(n.sender(), sender);
        }
    }

    private static String senderOf(String id) {
        return id.substring(0, Math.max(0, id.lastIndexOf('/')));
    }

    private static long numberOf(String id) {
        try {
            return Long.parseLong(id, id.lastIndexOf('/') + 1, id.length(), 10);
        } catch (NumberFormatException notOurs) {
            return 0; // a header that some service made up
        }
    }
}
