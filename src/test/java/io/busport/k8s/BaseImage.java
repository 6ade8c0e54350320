package io.busport.k8s;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The smallest image to build on, as `docker save` writes one: a single layer with an empty /tmp. No registry is asked for it. */
final class BaseImage {
    private BaseImage() {}

    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("root/tmp"));
        String unused = Command.run(folder, List.of("tar", "-cf", "layer.tar", "-C", "root", "."));
        JsonObject config = new JsonObject()
                .put("os", "linux")
                // What the profile asks for where nothing else is said.
                .put("architecture", "amd64")
                .put("config", new JsonObject())
                .put(
                        "rootfs",
                        new JsonObject()
                                .put("type", "layers")
                                .put("diff_ids", new JsonArray().add("sha256:" + sha256(folder.resolve("layer.tar")))));
        JsonArray manifest = new JsonArray()
                .add(new JsonObject()
                        .put("Config", "config.json")
                        .put("RepoTags", new JsonArray().add("base:test"))
                        .put("Layers", new JsonArray().add("layer.tar")));
        Files.writeString(folder.resolve("config.json"), config.encode());
        Files.writeString(folder.resolve("manifest.json"), manifest.encode());
        unused = Command.run(folder, List.of("tar", "-cf", "base.tar", "config.json", "manifest.json", "layer.tar"));
        return folder.resolve("base.tar");
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
