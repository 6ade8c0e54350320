package io.busport.config;

import org.jspecify.annotations.Nullable;

/**
 * TLS of a link, as a client's.
 *
 * @param ca PEM file of the CAs that may have signed the gateway's certificate; null for those that Java trusts
 * @param cert PEM file of the link's own certificate; null for none
 * @param key PEM file of its private key
 * @param serverName the host that the gateway's certificate is for; null for the one that is called
 */
public record LinkTlsConfig(
        boolean enabled,
        @Nullable String ca,
        @Nullable String cert,
        @Nullable String key,
        @Nullable String serverName) {

    static LinkTlsConfig from(ConfigNode node) {
        try (node) {
            LinkTlsConfig config = new LinkTlsConfig(
                    node.bool("enabled", false),
                    node.optional("ca"),
                    node.optional("cert"),
                    node.optional("key"),
                    node.optional("serverName"));
            if ((config.cert == null) != (config.key == null)) {
                node.reject(config.cert == null ? "cert" : "key", "nothing", "both cert and key, or neither");
            }
            return config;
        }
    }
}
