package io.busport.prove;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes down what happens to the connections, one line for each trouble when it is over. */
final class Journal implements Peer.Events {
    private record Trouble(String cause, long since) {}

    private final Tally tally;
    private final Consumer<String> lines;
    private final Map<String, Trouble> troubles = new HashMap<>();

    Journal(Tally tally, Consumer<String> lines) {
        this.tally = tally;
        this.lines = lines;
    }

    @Override
    public void lost(String peer, String cause) {
        // A try that fails is no new trouble.
        var unused = troubles.putIfAbsent(peer, new Trouble(cause, System.nanoTime()));
    }

    @Override
    public void back(String peer, String how) {
        tally.reconnected();
        Trouble trouble = troubles.remove(peer);
        lines.accept(peer + ": " + (trouble == null ? "" : "lost (" + trouble.cause + "), ") + how + after(trouble));
    }

    private static String after(@Nullable Trouble trouble) {
        return trouble == null
                ? ""
                : String.format(Locale.ROOT, " after %.1f s", (System.nanoTime() - trouble.since) / 1e9);
    }

    @Override
    public void gap(String peer, long messages, String why) {
        tally.gap(messages);
        lines.accept(peer + ": " + messages + " messages are missing: " + why);
    }

    @Override
    public void say(String peer, String text) {
        lines.accept(peer + ": " + text);
    }

    void say(String line) {
        lines.accept(line);
    }

    /** Who is not connected now, and why. */
    void tellTroubles() {
        troubles.forEach((peer, trouble) ->
                lines.accept(peer + ": lost (" + trouble.cause + "), and not back" + after(trouble)));
    }
}
