package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusportConfigTest {

    @Test
    void an_empty_tree_gives_the_defaults() {
        BusportConfig config = BusportConfig.from(new JsonObject());
        assertThat(config.listen().port()).isEqualTo(8000);
        assertThat(config.listen().host()).isEqualTo("0.0.0.0");
        assertThat(config.text().flushAfter()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.text().maxLine()).isEqualTo(64 << 10);
        assertThat(config.services()).containsExactly(ServiceConfig.ECHO);
        assertThat(config.admin()).isEqualTo(new AdminConfig("127.0.0.1", 8080, null, null));
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_with_path_value_and_expectation() {
        JsonObject tree = new JsonObject("""
                {"listen": {"port": "many", "backlog": 0, "keepAlive": {"count": 3.5}, "prot": 1},
                 "text": {"flushAfter": "soon", "maxLine": "1 mile", "subscribe": {}, "address": "busport.x"},
                 "services": [{"instances": 2}, {"class": "a.B", "instances": 0, "conf": {}}],
                 "admin": 8080,
                 "log": {"level": "loud", "received": "perhaps"},
                 "txt": {}}""");
        assertThat(problems(tree))
                .extracting(p -> p.path() + " = " + p.value())
                .containsExactlyInAnyOrder(
                        "listen.port = many",
                        "listen.backlog = 0",
                        "listen.keepAlive.count = 3.5",
                        "listen.prot = unknown key",
                        "text.flushAfter = soon",
                        "text.maxLine = 1 mile",
                        "text.subscribe = {}",
                        "text.address = busport.x",
                        "services[0].class = nothing",
                        "services[1].instances = 0",
                        "services[1].conf = unknown key",
                        "admin = 8080",
                        "log.level = loud",
                        "log.received = perhaps",
                        "txt = unknown key");
    }

    @Test
    void limits_that_may_be_off_are_off_at_zero_and_the_others_have_a_least_value() {
        JsonObject off = new JsonObject("""
                {"limits": {"maxConnections": 0, "maxConnectionsPerAddress": 0, "acceptRate": 0, "maxHeaders": 0}}""");
        assertThat(BusportConfig.from(off).limits().maxConnections()).isZero();
        JsonObject none = new JsonObject("""
                {"limits": {"maxFrame": 0, "maxAddress": 0, "maxRegistrations": 0, "maxPending": 0, "maxUnanswered": 0,
                            "replyExpiry": "0s", "maxOutbound": 0, "requestTimeout": "0s", "maxConnections": -1}}""");
        assertThat(problems(none)).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"listen":{"port":70000}}        | listen.port: 70000 (expected: a whole number from 0 to 65535)
                    {"listen":{"prot":1}}            | listen.prot: unknown key (expected: one of backlog, firstByteTimeout, host, instances, keepAlive, lingerTimeout, port, proxyProtocol, tcpUserTimeout, writeTimeout)
                    {"text":{"timeout":"5"}}         | text.timeout: 5 (expected: a duration from 1 ms to 500 h such as 50ms, 5s or 2m)
                    {"text":{"flushAfter":"-1s"}}    | text.flushAfter: -1s (expected: a duration from 1 ms to 500 h such as 50ms, 5s or 2m, or 0s for off)
                    {"text":{"maxLine":"4 B"}}       | text.maxLine: 4 B (expected: a size from 16 bytes to 16 MiB such as 512 or 64KiB)
                    {"limits":{"maxFrame":"16MiB"}}  | limits.maxFrame: 16MiB (expected: a size from 1 KiB to 15 MiB such as 512 or 64KiB)
                    {"limits":{"acceptRate":"fast"}} | limits.acceptRate: fast (expected: a whole number from 0 to 1000000)
                    {"log":{"level":"loud"}}         | log.level: loud (expected: one of error, warn, info, debug, trace)
                    {"drain":{"endpointDelay":"30s"}}| drain.endpointDelay: 30 s (expected: less than drain.timeout, 25 s)
                    {"text":{"subscribe":["__vertx.reply.1"]}} | text.subscribe: __vertx.reply.1 (expected: an event bus address that does not start with busport. or __vertx.)
                    """)
    void a_problem_is_one_sentence_that_is_enough_to_fix_it(String tree, String sentence) {
        assertThat(problems(new JsonObject(tree)))
                .extracting(ConfigProblem::toString)
                .containsExactly(sentence);
    }

    @Test
    void durations_and_sizes_are_written_with_units_or_as_plain_zero_and_bytes() {
        JsonObject tree = new JsonObject("""
                {"listen": {"writeTimeout": "250ms", "firstByteTimeout": 0, "lingerTimeout": "1 s"},
                 "text": {"timeout": "2m", "idleTimeout": "1h", "maxLine": 512, "maxPendingBytes": "4 KiB"},
                 "limits": {"maxOutbound": "2MiB"}}""");
        BusportConfig config = BusportConfig.from(tree);
        assertThat(config.listen().writeTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.listen().firstByteTimeout()).isEqualTo(Duration.ZERO);
        assertThat(config.listen().lingerTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.text().timeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.text().idleTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(config.text().maxLine()).isEqualTo(512);
        assertThat(config.limits().maxOutbound()).isEqualTo(2 << 20);
        assertThat(config.text().maxPendingBytes()).isEqualTo(4 << 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"listen\":{\"tcpUserTimeout\":\"999999999999h\"}}",
                "{\"listen\":{\"tcpUserTimeout\":\"600h\"}}",
                "{\"listen\":{\"writeTimeout\":\"99999999h\"}}",
                "{\"listen\":{\"keepAlive\":{\"idle\":\"32768s\"}}}",
                "{\"text\":{\"maxPendingBytes\":\"17179869185GiB\"}}"
            })
    void numbers_too_large_for_what_they_are_used_for_are_problems_and_not_surprises_later(String tree) {
        assertThat(problems(new JsonObject(tree))).hasSize(1);
    }

    @Test
    void texts_are_read_as_numbers_truth_and_lists_because_the_environment_has_only_texts() {
        JsonObject tree = new JsonObject("""
                {"listen": {"port": "9000"}, "log": {"received": "false"}, "text": {"subscribe": "a, b"},
                 "services": "a.B, c.D"}""");
        BusportConfig config = BusportConfig.from(tree);
        assertThat(config.listen().port()).isEqualTo(9000);
        assertThat(config.log().received()).isFalse();
        assertThat(config.text().subscribe()).containsExactly("a", "b");
        assertThat(config.services()).extracting(ServiceConfig::className).containsExactly("a.B", "c.D");
    }

    @Test
    void a_service_has_a_class_instances_and_a_configuration_of_its_own() {
        JsonObject tree = new JsonObject("""
                {"services": ["a.B", {"class": "c.D", "instances": 3, "config": {"any": {"thing": [1]}}}]}""");
        assertThat(BusportConfig.from(tree).services())
                .containsExactly(
                        new ServiceConfig("a.B", 1, new JsonObject()),
                        new ServiceConfig(
                                "c.D",
                                3,
                                new JsonObject().put("any", new JsonObject().put("thing", new JsonArray().add(1)))));
        assertThat(BusportConfig.from(new JsonObject("{\"services\":[]}")).services())
                .as("none at all")
                .isEmpty();
    }

    private static List<ConfigProblem> problems(JsonObject tree) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> BusportConfig.from(tree));
        assertThat(e).as("problems of %s", tree).isNotNull();
        assertThat(String.valueOf(e.getMessage()).lines()).hasSameSizeAs(e.problems());
        return e.problems();
    }
}
