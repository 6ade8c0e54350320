package io.busport.config;

import io.vertx.config.yaml.YamlProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A file as it was read. */
public record YamlFile(String path, String text) {
    static Future<YamlFile> read(Vertx vertx, String path) {
        return vertx.fileSystem()
                .readFile(path)
                .map(content -> new YamlFile(path, content.toString()))
                .recover(e -> Future.failedFuture(problem(path, e)));
    }

    Future<JsonObject> parse(Vertx vertx) {
        return new YamlProcessor()
                .process(vertx, new JsonObject(), Buffer.buffer(text))
                // A file of comments is a map without keys to its writer, but null to YAML.
                .map(tree -> tree == null ? new JsonObject() : plain(tree.getMap()))
                .recover(e -> Future.failedFuture(problem(path, e)));
    }

    /** Keys of YAML may be anything, {@code no: 1} has a boolean one. Here they are texts. */
    private static JsonObject plain(Map<?, ?> map) {
        JsonObject plain = new JsonObject();
        map.forEach((key, value) -> plain.put(String.valueOf(key), plainValue(value)));
        return plain;
    }

    private static @Nullable Object plainValue(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return plain(object.getMap());
        }
        if (value instanceof Map<?, ?> map) {
            return plain(map);
        }
        if (value instanceof List<?> list) {
            JsonArray plain = new JsonArray();
            list.forEach(element -> plain.add(plainValue(element)));
            return plain;
        }
        // In a list YAML's dates are still dates; elsewhere they are what JSON has for them.
        return value instanceof Date date ? date.toInstant() : value;
    }

    private static ConfigException problem(String path, Throwable e) {
        return new ConfigException(
                List.of(new ConfigProblem(path, firstLine(e), "a YAML map, as in conf/busport.yaml")));
    }

    /** A parser's message has a drawing below it; one line is what fits an error. */
    private static String firstLine(Throwable e) {
        return e instanceof MarkedYAMLException m
                ? m.getProblem() + " at line " + (m.getProblemMark().getLine() + 1)
                : String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be read");
    }
}
