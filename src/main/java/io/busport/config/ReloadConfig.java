package io.busport.config;

import java.time.Duration;

/**
 * How changes of the configuration are noticed while a gateway runs.
 *
 * @param interval between two looks at every source; zero never looks
 */
public record ReloadConfig(Duration interval) {
    static ReloadConfig from(ConfigNode node) {
        try (node) {
            return new ReloadConfig(node.duration("interval", Duration.ofSeconds(5), Duration.ofMillis(10), true));
        }
    }
}
