package io.busport.explain;

/**
 * One word, explained.
 *
 * @param word as it is written in errors, logs and status
 * @param means what has happened
 * @param cause what is usually behind it
 * @param fix what to do about it
 * @param retry who tries again
 */
public record Entry(Kind kind, String word, String means, String cause, String fix, Retry retry) {

    /** Where a word is met. */
    public enum Kind {
        FAIL_CODE("error code", "the answer to a frame, a request or a hello"),
        CLOSE_REASON(
                "close reason",
                "why a gateway's connection ended: log, /connections, busport.events, the last word to the client"),
        CAUSE("client's cause", "why a client's last connection ended: its events, and lastCause in /sessions");

        private final String title;
        private final String where;

        Kind(String title, String where) {
            this.title = title;
            this.where = where;
        }

        public String title() {
            return title;
        }

        /** Where it can be read. */
        public String where() {
            return where;
        }
    }

    /** Who tries again: a client here is {@code BusportClient}, and with it every command of {@code busport} that has a session. */
    public enum Retry {
        CLIENT("yes, by the client itself, after a pause of random length"),
        PROGRAM("no: the message is not said again, and the program that said it decides"),
        NEVER("no: it would be answered the same, so the session ends and the program is told"),
        NOTHING("there is nothing to try again");

        private final String sentence;

        Retry(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    @Override
    public String toString() {
        return "%s (%s)%n  means    %s%n  cause    %s%n  fix      %s%n  retried  %s"
                .formatted(word, kind.title(), means, cause, fix, retry.sentence());
    }
}
