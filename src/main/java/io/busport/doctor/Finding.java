package io.busport.doctor;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One line of a report.
 *
 * @param cause what is behind it; null when there is nothing to explain
 * @param fix what to do about it; null when there is nothing to do
 */
public record Finding(
        Mark mark,
        String what,
        @Nullable String cause,
        @Nullable String fix) {

    /** How it is. */
    public enum Mark {
        WELL("✓", "well"),
        WRONG("✗", "wrong"),
        /** Not examined, or it cannot be told from here. */
        OPEN("–", "open");

        private final String sign;
        private final String word;

        Mark(String sign, String word) {
            this.sign = sign;
            this.word = word;
        }

        public String sign() {
            return sign;
        }

        /** As in JSON. */
        public String word() {
            return word;
        }
    }

    public static Finding well(String what) {
        return new Finding(Mark.WELL, what, null, null);
    }

    public static Finding well(String what, String cause) {
        return new Finding(Mark.WELL, what, cause, null);
    }

    public static Finding open(String what) {
        return new Finding(Mark.OPEN, what, null, null);
    }

    public static Finding open(String what, @Nullable String cause, @Nullable String fix) {
        return new Finding(Mark.OPEN, what, cause, fix);
    }

    public static Finding wrong(String what, String cause, String fix) {
        return new Finding(Mark.WRONG, what, cause, fix);
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("mark", mark.word())
                .put("what", what)
                .put("cause", cause)
                .put("fix", fix);
    }
}
