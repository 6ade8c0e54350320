package io.busport.k8s;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image in a tar file, opened.
 *
 * @param name under which it is known where it is loaded
 * @param config user, command, ports: what a container of it is started with
 * @param root its layers, one over the other, as a container sees them at /
 */
record Image(String name, JsonObject config, Path root) {

    static Image open(Path tar, Path folder) throws IOException {
        String unused = Command.run(folder, List.of("tar", "-xf", tar.toString()));
        JsonObject manifest = new JsonArray(Files.readString(folder.resolve("manifest.json"))).getJsonObject(0);
        Path root = Files.createDirectory(folder.resolve("root"));
        for (Object layer : manifest.getJsonArray("Layers")) {
            unused = Command.run(folder, List.of("tar", "-xzf", layer.toString(), "-C", root.toString()));
        }
        JsonObject image = new JsonObject(Files.readString(folder.resolve(manifest.getString("Config"))));
        return new Image(manifest.getJsonArray("RepoTags").getString(0), image.getJsonObject("config"), root);
    }

    /** The names of its ports, such as 8000/tcp. */
    List<String> ports() {
        return List.copyOf(config.getJsonObject("ExposedPorts").fieldNames());
    }

    /** Entrypoint and arguments, as the process in a container gets them. */
    List<String> command() {
        List<String> command = strings(config.getJsonArray("Entrypoint"));
        command.addAll(strings(config.getJsonArray("Cmd")));
        return command;
    }

    /** The class path that it is started with; jib writes it to a file of the image. */
    String classPath() throws IOException {
        List<String> command = command();
        String classPath = command.get(command.indexOf("-cp") + 1);
        return classPath.startsWith("@") ? Files.readString(Path.of(root + classPath.substring(1))) : classPath;
    }

    private static List<String> strings(JsonArray array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.toString()));
        return strings;
    }
}
