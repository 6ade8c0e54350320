package io.busport.doctor;

import static io.busport.doctor.Said.first;
import static io.busport.doctor.Said.marks;
import static io.busport.doctor.Said.target;
import static io.busport.doctor.Said.welcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.client.Access;
import io.busport.client.Endpoint;
import io.busport.security.tls.ClientTls;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.vertx.core.buffer.Buffer;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class SectionsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Target NODE = target("203.0.113.1:30800");

    // --- names and connections

    @Test
    void a_name_has_addresses_or_none() {
        Endpoint known = Endpoint.parse("node.example:30800");
        Endpoint unknown = Endpoint.parse("nobody.example:30800");
        Section section = Names.judge(List.of(
                new Names.Answer(known, List.of("203.0.113.1", "203.0.113.2"), null),
                new Names.Answer(unknown, List.of(), "the name is unknown here")));
        assertThat(marks(section)).isEqualTo("✓✗");
        assertThat(first(section)).contains("node.example is 203.0.113.1, 203.0.113.2");
    }

    @Test
    void ways_not_to_connect_are_told_apart() {
        assertThat(dial("connection refused: /203.0.113.1:30800")).contains("is refused", "nothing listens");
        assertThat(dial("connection timed out after 5000 ms: /203.0.113.1:30800"))
                .contains("is filtered", "firewall");
        assertThat(dial("No route to host: /203.0.113.1:30800")).contains("is unreachable", "no route");
        assertThat(dial("finishConnect(..) failed: Network is unreachable")).contains("is unreachable");
        assertThat(dial("Too many open files")).contains("cannot be connected to: Too many open files");
    }

    private static String dial(String message) {
        return first(Dial.judge(List.of(Dial.failed(NODE, new ConnectException(message), 12)), TIMEOUT));
    }

    // --- who answers

    @Test
    void strangers_are_named_by_what_they_say() {
        assertThat(Greeting.whoSays(Buffer.buffer("HTTP/1.1 400 Bad Request\r\n")))
                .isEqualTo("an HTTP server");
        assertThat(Greeting.whoSays(Buffer.buffer("<!DOCTYPE HTML>"))).isEqualTo("an HTTP server");
        assertThat(Greeting.whoSays(Buffer.buffer("SSH-2.0-OpenSSH_9.6\r\n"))).isEqualTo("an SSH server");
        assertThat(Greeting.whoSays(Buffer.buffer(new byte[] {0x15, 3, 3, 0, 2, 2, 0x28})))
                .isEqualTo("a TLS server");
        assertThat(Greeting.whoSays(Buffer.buffer("{\"type\":\"hello\",\"version\":1}\n")))
                .isEqualTo("an echo service");
        assertThat(Greeting.whoSays(Buffer.buffer("220 mail.example ESMTP\r\n")))
                .isEqualTo("a mail or FTP server");
        assertThat(Greeting.whoSays(Buffer.buffer("\u0007wat?\nmore"))).isEqualTo("something that says '.wat?'");
    }

    @Test
    void a_server_that_never_answers_may_be_a_frozen_gateway() {
        Section section = Greeting.dialect(List.of(Greeting.silent(NODE), gateway("a1")), TIMEOUT);
        assertThat(marks(section)).isEqualTo("✗✓");
        assertThat(first(section)).contains("accepts and never answers, for 5 s", "stands still");
    }

    @Test
    void a_refused_hello_is_a_matter_of_login() {
        Greeting refused = new Greeting(
                NODE,
                Greeting.Kind.REFUSED,
                null,
                null,
                Frame.Err.of(FailCode.TRY_LATER, "no room"),
                "try_later: no room");
        assertThat(marks(Greeting.dialect(List.of(refused), TIMEOUT))).isEqualTo("✓");
        assertThat(first(Greeting.login(List.of(refused), Access.OPEN)))
                .contains("✗", "try_later: no room", "busport explain try_later");
        assertThat(first(Greeting.login(List.of(gateway("a1")), Access.OPEN))).contains("✓", "nothing to prove");
        Access token = new Access(null, () -> "t");
        assertThat(first(Greeting.login(List.of(gateway("a1")), token))).contains("✓", "with the token");
    }

    @Test
    void a_certificate_that_is_not_trusted_is_a_matter_of_tls() {
        assertThat(first(Greeting.tls(List.of(gateway("a1")), Access.OPEN))).contains("–", "not asked for");
        Access tls = new Access(ClientTls.DEFAULT, () -> null);
        Greeting untrusted = Greeting.ended(NODE, new SSLHandshakeException("no match"));
        assertThat(marks(Greeting.tls(List.of(untrusted, gateway("a1")), tls))).isEqualTo("✗✓");
        assertThat(first(Greeting.tls(List.of(untrusted), tls))).contains("✗", "no match", "certificate");
        assertThat(marks(Greeting.dialect(List.of(untrusted), TIMEOUT))).isEqualTo("–");
        assertThat(Greeting.login(List.of(untrusted), tls).isWell()).isTrue();
    }

    @Test
    void gateways_are_counted() {
        Section section = Gateways.judge(List.of(gateway("a1"), gateway("b2"), gateway("a1")));
        assertThat(first(section)).contains("3 of 3 connections were answered, by 2 gateways: a1 2×, b2 1×");
        assertThat(section.isWell()).isTrue();
    }

    @Test
    void a_gateway_that_stands_still_among_others_is_found() {
        Section section = Gateways.judge(List.of(gateway("a1"), Greeting.silent(NODE)));
        assertThat(section.findings())
                .anyMatch(f -> f.what().equals("1 of 2 connections were accepted and not answered"));
        assertThat(section.isWell()).isFalse();
    }

    private static Greeting gateway(String name) {
        return new Greeting(NODE, Greeting.Kind.GATEWAY, null, welcome(name), null, "a gateway");
    }

    // --- round trip and sizes

    @Test
    void a_round_trip_has_a_middle_and_a_worst() {
        Section section =
                new RoundTrips(NODE, "messages", List.of(3000L, 1000L, 9000L), List.of(5000L), null, null).judge();
        assertThat(first(section)).contains("p50 3.0 ms, max 9.0 ms of 3");
        assertThat(section.facts().getJsonObject("service").getDouble("p50Ms")).isEqualTo(5.0);
        assertThat(section.isWell()).isTrue();
    }

    @Test
    void a_service_that_may_not_be_asked_is_no_fault_and_one_that_is_not_there_is() {
        List<Long> pings = List.of(1L, 1L, 1L, 1L, 1L);
        RoundTrips denied = new RoundTrips(NODE, "messages", pings, List.of(), "no rule", FailCode.DENIED);
        RoundTrips nobody = new RoundTrips(NODE, "messages", pings, List.of(), "nobody", FailCode.NO_HANDLERS);
        assertThat(marks(denied.judge())).isEqualTo("✓–");
        assertThat(marks(nobody.judge())).isEqualTo("✓✗");
    }

    @Test
    void a_black_hole_is_a_length_that_passes_and_a_longer_one_that_does_not() {
        Sizes sizes = new Sizes(
                NODE,
                Map.of(100, true, 1000, true, 4000, false),
                Map.of(100, true, 1000, true, 4000, true),
                Map.of(1280, true, 1360, false, 1500, false, 1000, true),
                null);
        assertThat(marks(sizes.judge())).isEqualTo("✗✓–");
        assertThat(first(sizes.judge())).contains("1000 bytes pass, 4000 do not", "MTU black hole");
        assertThat(sizes.judge().findings().get(2).what()).contains("of 1280 bytes pass, of 1360 they do not");
    }

    @Test
    void what_passes_needs_no_closer_look() {
        Sizes sizes = new Sizes(NODE, Map.of(100, true, 60_000, true), Map.of(), Map.of(), "denied");
        assertThat(marks(sizes.judge())).isEqualTo("✓–");
        assertThat(sizes.judge().isWell()).isTrue();
    }

    // --- the whole

    @Test
    void a_report_is_well_when_all_its_sections_are() {
        Section well = Section.of("a", Finding.well("x"), Finding.open("y"));
        Section wrong = Section.of("b", Finding.wrong("x", "because", "do"));
        assertThat(new Report(List.of(well)).isWell()).isTrue();
        assertThat(new Report(List.of(well, wrong)).summary()).isEqualTo("Something is wrong: b.");
        assertThat(wrong.toString()).isEqualTo("b\n  ✗ x\n      cause  because\n      fix    do\n");
    }

    @Test
    void a_plan_is_checked() {
        List<Endpoint> one = List.of(Endpoint.parse("localhost:1"));
        assertThatThrownBy(() -> new Plan(one, TIMEOUT, 0, "messages", null, Access.OPEN))
                .hasMessage("connects: 0 (expected: 1 to 100)");
        assertThatThrownBy(() -> new Plan(one, TIMEOUT, 1, "messages", Duration.ofDays(1), Access.OPEN))
                .hasMessage("idle-probe: 86400 s (expected: 1s to 2h)");
        assertThatThrownBy(() -> new Plan(List.of(), TIMEOUT, 1, "messages", null, Access.OPEN))
                .hasMessage("no address (expected: HOST:PORT)");
    }
}
