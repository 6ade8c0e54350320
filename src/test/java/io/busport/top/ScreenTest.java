package io.busport.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final String METRICS = """
            # TYPE busport_build info
            busport_build_info{version="1.2.3"} 1
            busport_gateway_state{state="starting"} 0.0
            busport_gateway_state{state="serving"} 1.0
            busport_connection_received_frames_total{dialect="text"} %d
            busport_connection_received_frames_total{dialect="binary"} 10.0
            """;

    @Test
    void rates_are_the_difference_of_two_looks() {
        Look before = look(0, 100, connection("a", 10, 20, 0), connection("b", 0, 0, 0));
        Look now = look(2, 140, connection("a", 30, 20, 0), connection("b", 0, 2000, 0));
        List<String> lines = lines(Sort.RATE, 10, before, now);
        assertThat(lines.get(0)).contains("busport 1.2.3, serving", "connections 2");
        assertThat(lines.get(1)).startsWith("in 20 frames/s");
        assertThat(columns(lines, "b")).containsSubsequence("0", "1,000");
        assertThat(columns(lines, "a")).containsSubsequence("10", "0");
    }

    @Test
    void the_most_comes_first_and_the_rest_is_counted() {
        Look before = look(0, 0);
        Look now = look(1, 0, connection("a", 1, 0, 5), connection("b", 3, 0, 0), connection("c", 2, 0, 9));
        assertThat(ids(lines(Sort.RATE, 10, before, now))).containsExactly("b", "c", "a");
        assertThat(ids(lines(Sort.QUEUED, 10, before, now))).containsExactly("c", "a", "b");
        List<String> two = lines(Sort.RATE, 2, before, now);
        assertThat(ids(two)).containsExactly("b", "c");
        assertThat(two).contains("… and 1 more");
    }

    @Test
    void what_has_ended_is_only_counted() {
        JsonObject ended =
                connection("x", 0, 0, 0).put("closed", "2026-01-01T00:00:00Z").put("closeReason", "silent");
        Look now = look(1, 0, ended, connection("a", 0, 0, 0));
        List<String> lines = lines(Sort.AGE, 10, look(0, 0), now);
        assertThat(ids(lines)).containsExactly("a");
        assertThat(lines).contains("ended lately: silent 1");
    }

    @Test
    void a_session_stands_beside_its_connection_and_has_its_own_line() {
        JsonObject session = new JsonObject()
                .put("id", "0123456789abcdef")
                .put("name", "sensor-7")
                .put("state", "attached")
                .put("connection", "a")
                .put("observed", "198.51.100.2:4000")
                .put("queued", 12)
                .put("oldestMs", 65_000)
                .put("resumed", 2)
                .put("rebound", 1)
                .put("lost", 0)
                .put("lastCause", "silent: 25 s");
        Look now = new Look(1_000_000_000, List.of(connection("a", 0, 0, 0)), List.of(session), METRICS.formatted(0));
        List<String> lines = lines(Sort.RATE, 10, look(0, 0), now);
        assertThat(columns(lines, "a")).contains("sensor-7");
        assertThat(lines)
                .anyMatch(
                        l -> l.matches("sensor-7 +attached +198\\.51\\.100\\.2:4000 +12 +65s +2 +1 +0 +silent: 25 s"));
    }

    private static List<String> lines(Sort sort, int rows, Look before, Look now) {
        return new Screen("gateway:8080", sort, rows).text(before, now).lines().toList();
    }

    /** The first column of the first table. */
    private static List<String> ids(List<String> lines) {
        List<String> ids = new ArrayList<>();
        for (String line : lines.subList(
                5, lines.indexOf("") + lines.subList(4, lines.size()).indexOf("") + 1)) {
            if (!line.startsWith("…")) {
                ids.add(line.split(" ")[0]);
            }
        }
        return ids;
    }

    private static List<String> columns(List<String> lines, String id) {
        String line =
                lines.stream().filter(l -> l.startsWith(id + " ")).findFirst().orElseThrow();
        return List.of(line.split(" {2,}"));
    }

    private static Look look(int seconds, int frames, JsonObject... connections) {
        return new Look(seconds * 1_000_000_000L, List.of(connections), List.of(), METRICS.formatted(frames));
    }

    private static JsonObject connection(String id, int in, int out, int queued) {
        return new JsonObject()
                .put("id", id)
                .put("dialect", "text")
                .put("observed", "198.51.100.2:4000")
                .put("since", "2026-01-01T00:00:00Z")
                .put("idleMs", 5)
                .put("bytesIn", 0)
                .put("bytesOut", 0)
                .put("messagesIn", in)
                .put("messagesOut", out)
                .put("queuedBytes", queued);
    }
}
