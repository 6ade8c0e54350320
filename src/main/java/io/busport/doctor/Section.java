package io.busport.doctor;

import io.busport.doctor.Finding.Mark;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One question of an examination and what was found.
 *
 * @param facts what was seen, for programs; milliseconds where a name ends with Ms
 */
public record Section(String title, List<Finding> findings, JsonObject facts) {
    public Section {
        findings = List.copyOf(findings);
    }

    /** Nothing was seen. */
    public static Section of(String title, Finding... findings) {
        return new Section(title, List.of(findings), new JsonObject());
    }

    /** Whether nothing in it is wrong. */
    public boolean isWell() {
        return findings.stream().noneMatch(f -> f.mark() == Mark.WRONG);
    }

    public JsonObject toJson() {
        JsonArray all = new JsonArray();
        findings.stream().map(Finding::toJson).forEach(all::add);
        return new JsonObject()
                .put("title", title)
                .put("well", isWell())
                .put("findings", all)
                .put("facts", facts);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(title).append('\n');
        for (Finding f : findings) {
            text.append("  ")
                    .append(f.mark().sign())
                    .append(' ')
                    .append(f.what())
                    .append('\n');
            if (f.cause() != null) {
                text.append("      cause  ").append(f.cause()).append('\n');
            }
            if (f.fix() != null) {
                text.append("      fix    ").append(f.fix()).append('\n');
            }
        }
        return text.toString();
    }
}
