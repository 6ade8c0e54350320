package io.busport.config;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verticle that is deployed beside a gateway or a link: a service on the bus.
 *
 * @param className a class on the class path that Vert.x can deploy
 * @param instances how many of it
 * @param config its deployment configuration; not to be changed
 */
public record ServiceConfig(String className, int instances, JsonObject config) {
    /** What ships to be replaced. A name, not a class: configuration knows nothing else of Busport. */
    static final ServiceConfig ECHO =
            new ServiceConfig("io.busport.service.EchoVerticle", 1, new JsonObject().put("address", "messages"));

    static List<ServiceConfig> from(@Nullable List<ConfigNode> nodes, List<ServiceConfig> orElse) {
        return nodes == null ? orElse : nodes.stream().map(ServiceConfig::from).toList();
    }

    private static ServiceConfig from(ConfigNode node) {
        try (node) {
            ServiceConfig service = new ServiceConfig(
                    node.string("class", ""), node.integer("instances", 1, 1, 1024), node.object("config"));
            if (service.className.isEmpty()) {
                node.reject("class", "nothing", "the name of a verticle class");
            }
            return service;
        }
    }
}
