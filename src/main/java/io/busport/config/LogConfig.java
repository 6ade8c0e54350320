package io.busport.config;

import java.util.List;

/**
 * What of the log is written.
 *
 * @param level of Busport's own lines
 * @param received whether each message of a text connection is a line of the log
 */
public record LogConfig(String level, boolean received) {
    static LogConfig from(ConfigNode node) {
        try (node) {
            return new LogConfig(
                    node.oneOf("level", "info", List.of("error", "warn", "info", "debug", "trace")),
                    node.bool("received", true));
        }
    }
}
