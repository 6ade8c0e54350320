package io.busport.doctor.k8s;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * A {@code kubectl} that knows the manifests of {@code k8s/base}, applied to a cluster of two nodes where all is well, until a test says
 * otherwise.
 */
final class FakeCluster {
    private static final String SCRIPT = """
            #!/bin/sh
            # kubectl -n NAMESPACE … get KIND …: prints KIND.json beside this script.
            while [ "$1" != get ]; do shift; done
            cat "$(dirname "$0")/$2.json" 2>/dev/null && exit 0
            echo "Error from server (NotFound): $2 $3 not found" >&2
            exit 1
            """;

    private final Path folder;

    FakeCluster(Path folder) throws IOException {
        this.folder = folder;
        Path script = folder.resolve("kubectl");
        Files.writeString(script, SCRIPT);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        write("service", manifest("service.yaml"));
        write("deployments,statefulsets", items(manifest("deployment.yaml")));
        JsonObject budget = manifest("disruption-budget.yaml")
                .put(
                        "status",
                        new JsonObject("{\"disruptionsAllowed\": 1, \"currentHealthy\": 2, \"expectedPods\": 2}"));
        write("poddisruptionbudgets", items(budget));
        String conf = Files.readString(Path.of("k8s/base/conf/busport.yaml"));
        write("configmap", new JsonObject().put("data", new JsonObject().put("busport.yaml", conf)));
        write("nodes", items(named("node-1"), named("node-2")));
        write("pods", items(named("busport-a"), named("busport-b")));
        endpoints(endpoint("busport-a", "node-1", true), endpoint("busport-b", "node-2", true));
    }

    Kubectl kubectl() {
        return new Kubectl(folder.resolve("kubectl").toString(), "busport", null);
    }

    void endpoints(JsonObject... endpoints) {
        write("endpointslices", items(new JsonObject().put("endpoints", new JsonArray(List.of(endpoints)))));
    }

    static JsonObject endpoint(String pod, String node, boolean ready) {
        return new JsonObject()
                .put("conditions", new JsonObject().put("ready", ready))
                .put("nodeName", node)
                .put("targetRef", new JsonObject().put("name", pod));
    }

    /** Changes the spec of the Service, or of the first of a list. */
    void spec(String kind, Consumer<JsonObject> change) {
        JsonObject all = read(kind);
        JsonObject one = all.containsKey("items") ? all.getJsonArray("items").getJsonObject(0) : all;
        change.accept(one.getJsonObject("spec"));
        write(kind, all);
    }

    /** Changes the pods' spec in the Deployment. */
    void podSpec(Consumer<JsonObject> change) {
        spec(
                "deployments,statefulsets",
                s -> change.accept(s.getJsonObject("template").getJsonObject("spec")));
    }

    void write(String kind, JsonObject json) {
        try {
            Files.writeString(folder.resolve(kind + ".json"), json.encode());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void forget(String kind) throws IOException {
        Files.delete(folder.resolve(kind + ".json"));
    }

    private JsonObject read(String kind) {
        try {
            return new JsonObject(Files.readString(folder.resolve(kind + ".json")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static JsonObject items(JsonObject... all) {
        return new JsonObject().put("items", new JsonArray(Arrays.asList(all)));
    }

    static JsonObject named(String name) {
        return new JsonObject().put("metadata", new JsonObject().put("name", name));
    }

    private static JsonObject manifest(String file) throws IOException {
        Map<String, Object> tree = new Yaml().load(Files.readString(Path.of("k8s/base", file)));
        return new JsonObject(new JsonObject(tree).encode());
    }

    /** All that is found. */
    List<String> examine() {
        return Ward.examine(kubectl(), "busport").sections().stream()
                .flatMap(s -> s.findings().stream())
                .flatMap(f -> Stream.of(f.mark().sign() + " " + f.what() + " | " + f.cause() + " | " + f.fix()))
                .toList();
    }
}
