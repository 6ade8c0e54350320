package io.busport.config;

/**
 * Where the admin HTTP server listens.
 *
 * @param port 0 takes a free port
 */
public record AdminConfig(String host, int port) {
    static AdminConfig from(ConfigNode node) {
        try (node) {
            return new AdminConfig(node.string("host", "127.0.0.1"), node.port("port", 8080));
        }
    }
}
