package io.busport.session;

/**
 * How many messages of one client may be open at a time, given how large the answers are.
 *
 * <p>A client that does not read is slowed by not being read from; but the answers to what was read before still come, and a small
 * question may have a large answer. So it starts with one, doubles with every answer, and is held where that many answers of the
 * size seen lately would fill the outbound limit.
 */
final class Pacing {
    private static final int FIRST = 1;

    private final int maxMessages;
    private final int maxOutbound;
    private int granted;
    private int answerSize; // the largest of late, in bytes

    Pacing(int maxMessages, int maxOutbound) {
        this.maxMessages = maxMessages;
        this.maxOutbound = maxOutbound;
        this.granted = Math.min(FIRST, maxMessages);
    }

    void answered(int size) {
        answerSize = Math.max(size, answerSize - answerSize / 8);
        granted = (int) Math.min(maxMessages, granted * 2L);
    }

    /** Messages that may be open; at least one. */
    int limit() {
        return Math.max(1, Math.min(granted, maxOutbound / Math.max(1, answerSize)));
    }
}
