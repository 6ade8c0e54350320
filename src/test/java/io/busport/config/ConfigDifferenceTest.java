package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigDifferenceTest {
    /** One of these is a valid value, and not the default, for every key there is. */
    private static final List<String> VALUES = List.of(
            "true",
            "false",
            "17",
            "17s",
            "17KiB",
            "debug",
            "10.0.0.0/8",
            "3",
            "a:17",
            "optional",
            "TLSv1.2",
            "mtls",
            "0123456789abcdef");

    private static final JsonArray CERTIFICATES =
            new JsonArray().add(new JsonObject().put("cert", "a").put("key", "b"));

    @Test
    void a_key_that_differs_is_named_as_it_is_written() {
        for (String key : BusportConfig.keys()) {
            JsonObject tree = new JsonObject();
            if (key.equals("listen.proxyProtocol.mode")) {
                put(tree, "listen.proxyProtocol.trusted", "192.0.2.1");
            }
            if (key.equals("tls.mode")) {
                put(tree, "tls.certificates", CERTIFICATES);
            }
            if (key.equals("auth.mode")) {
                put(tree, "tls.mode", "required");
                put(tree, "tls.certificates", CERTIFICATES);
                put(tree, "tls.clientAuth", "optional");
                put(tree, "tls.ca", "c");
            }
            if (key.equals("tls.clientAuth")) {
                put(tree, "tls.ca", "c");
            }
            BusportConfig base = BusportConfig.from(tree);
            BusportConfig other = VALUES.stream()
                    .flatMap(value -> with(tree, key, value).stream())
                    .filter(config -> !config.equals(base))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no other value for " + key));
            assertThat(ConfigDifference.keys(base, other)).containsExactly(key);
            assertThat(ConfigDifference.keys(other, base)).containsExactly(key);
            assertThat(ConfigDifference.keys(other, other)).isEmpty();
        }
    }

    private static Optional<BusportConfig> with(JsonObject tree, String key, String value) {
        JsonObject changed = tree.copy();
        put(changed, key, key.equals("tls.certificates") ? CERTIFICATES : value);
        try {
            return Optional.of(BusportConfig.from(changed));
        } catch (ConfigException e) {
            return Optional.empty(); // not a value of this key
        }
    }

    private static void put(JsonObject tree, String key, Object value) {
        String[] steps = key.split("\\.");
        JsonObject at = tree;
        for (int i = 0; i < steps.length - 1; i++) {
            if (!at.containsKey(steps[i])) {
                at.put(steps[i], new JsonObject());
            }
            at = at.getJsonObject(steps[i]);
        }
        at.put(steps[steps.length - 1], value);
    }
}
