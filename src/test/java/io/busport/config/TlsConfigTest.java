package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsConfigTest {
    private static final String CERTIFICATES = "\"certificates\": [{\"cert\": \"a.crt\", \"key\": \"a.key\"}]";

    @Test
    void it_is_off_by_default_and_an_off_without_quotes_is_a_boolean_to_YAML() {
        TlsConfig off =
                new TlsConfig("off", List.of(), List.of("TLSv1.3", "TLSv1.2"), "none", null, Duration.ofSeconds(10));
        assertThat(read("{}")).isEqualTo(off);
        assertThat(read("{\"mode\": false}")).isEqualTo(off);
    }

    @Test
    void every_file_is_known() {
        TlsConfig config = read(
                "{\"mode\": \"required\", \"clientAuth\": \"optional\", \"ca\": \"ca.crt\", " + CERTIFICATES + "}");
        assertThat(config.isOn()).isTrue();
        assertThat(config.isRequired()).isTrue();
        assertThat(config.asksClients()).isTrue();
        assertThat(config.files()).containsExactly("a.crt", "a.key", "ca.crt");
    }

    @Test
    void what_does_not_fit_together_is_said() {
        assertThat(problems("{\"mode\": \"optional\"}"))
                .containsExactly(
                        "tls.certificates: nothing (expected: at least one {cert, key}, because tls.mode is optional)");
        assertThat(problems("{\"clientAuth\": \"required\"}"))
                .containsExactly(
                        "tls.ca: nothing (expected: the file of the CA that signs clients, because tls.clientAuth is required)");
        assertThat(problems("{\"protocols\": [\"TLSv1.1\"]}"))
                .containsExactly(
                        "tls.protocols: [TLSv1.1] (expected: at least one of TLSv1.3, TLSv1.2; older ones are broken)");
        assertThat(problems("{\"certificates\": [{\"cert\": \"a.crt\"}]}"))
                .containsExactly(
                        "tls.certificates[0].key: nothing (expected: a PEM file with the private key of a.crt)");
        assertThat(problems("{\"mode\": \"on\"}"))
                .containsExactly("tls.mode: on (expected: one of off, optional, required)");
    }

    @Test
    void who_is_to_be_known_by_a_certificate_is_asked_for_one() {
        JsonObject auth = new JsonObject().put("auth", new JsonObject().put("mode", "mtls"));
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> BusportConfig.from(auth));
        assertThat(e.problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "auth.mode: mtls (expected: another one, or tls.clientAuth optional or required: nobody shows"
                                + " a certificate that is not asked for)");
        JsonObject tls = new JsonObject(
                "{\"mode\": \"required\", \"clientAuth\": \"optional\", \"ca\": \"ca.crt\", " + CERTIFICATES + "}");
        assertThat(BusportConfig.from(auth.copy().put("tls", tls)).auth().mode())
                .isEqualTo("mtls");
    }

    private static TlsConfig read(String json) {
        return BusportConfig.from(new JsonObject().put("tls", new JsonObject(json)))
                .tls();
    }

    private static List<String> problems(String json) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(json));
        return e.problems().stream().map(ConfigProblem::toString).toList();
    }
}
