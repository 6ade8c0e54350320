package io.busport.k8s;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the deployed gateway is told, key by key: the defaults as {@code conf/busport.yaml} shows them, which is held to the program by a
 * test of its own, under the files of the ConfigMap in the order in which the program reads them.
 */
record Configured(JsonObject tree) {
    private static final Path DEFAULTS = Path.of("conf/busport.yaml");

    static Configured in(Manifests k8s) throws IOException {
        JsonObject tree = yaml(Files.readString(DEFAULTS));
        for (String file : new TreeMap<>(k8s.configMap().getData()).values()) {
            tree.mergeIn(yaml(file), true);
        }
        return new Configured(tree);
    }

    int integer(String path) {
        return at(path, Integer.class);
    }

    String text(String path) {
        return at(path, String.class);
    }

    boolean truth(String path) {
        return at(path, Boolean.class);
    }

    private <T> T at(String path, Class<T> type) {
        Object value = tree;
        for (String step : path.split("\\.")) {
            value = value instanceof JsonObject object ? object.getValue(step) : null;
        }
        if (!type.isInstance(value)) {
            throw new AssertionError(path + ": " + value + " in " + DEFAULTS + " and the ConfigMap (expected: a "
                    + type.getSimpleName() + ")");
        }
        return type.cast(value);
    }

    @SuppressWarnings("unchecked")
    private static JsonObject yaml(String text) {
        return new JsonObject((Map<String, Object>) KubernetesYaml.read(text, Map.class));
    }
}
