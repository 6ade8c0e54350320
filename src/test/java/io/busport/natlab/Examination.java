package io.busport.natlab;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What {@code busport doctor} has found on a host of the lab. */
final class Examination {
    private final LabProcess process;
    private final JsonObject report;

    private Examination(LabProcess process) {
        this.process = process;
        var output = process.output();
        if (output.isEmpty()) {
            throw new AssertionError("expected a report from " + process);
        }
        this.report = new JsonObject(output.get(output.size() - 1));
    }

    /** Starts one; the options come before the addresses. */
    static LabProcess begin(NatLab lab, String host, String... arguments) {
        var all = Stream.concat(Stream.of("doctor", "--json", "--timeout", "3s"), Stream.of(arguments));
        return lab.busport(host, all.toArray(String[]::new));
    }

    /** Waits for its end. */
    static Examination of(LabProcess process, Duration patience) {
        Awaitility.await("the end of the examination")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive());
        var unused = process.exitCode();
        return new Examination(process);
    }

    static Examination of(NatLab lab, String host, String... arguments) {
        return of(begin(lab, host, arguments), Duration.ofSeconds(60));
    }

    int exitCode() {
        return process.exitCode();
    }

    JsonObject section(String title) {
        return report.getJsonArray("sections").stream()
                .map(JsonObject.class::cast)
                .filter(s -> s.getString("title").equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected the section " + title + " in " + this));
    }

    JsonObject facts(String title) {
        return section(title).getJsonObject("facts");
    }

    /** What is said in a section. */
    List<String> findings(String title) {
        return section(title).getJsonArray("findings").stream()
                .map(JsonObject.class::cast)
                .map(f -> f.getString("mark") + ": " + f.getString("what") + " / " + f.getString("cause") + " / "
                        + f.getString("fix"))
                .toList();
    }

    /** The titles of the sections in which something is wrong. */
    List<String> wrong() {
        return report.getJsonArray("sections", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(s -> !s.getBoolean("well"))
                .map(s -> s.getString("title"))
                .toList();
    }

    @Override
    public String toString() {
        return report.encodePrettily();
    }
}
