package io.busport.security;

import io.busport.testing.BridgeSocket;
import io.busport.testing.LocalGateway;
import io.busport.testing.TextSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A gateway where clients have to log in, and the file that says who is believed. */
final class GuardedGateway implements AutoCloseable {
    private final Path file;
    private final LocalGateway gateway;

    /**
     * @param file of tokens or keys; looked at 20 times a second
     * @param auth keys of the section auth beside mode and file
     */
    GuardedGateway(Path file, String content, JsonObject auth, JsonObject more) {
        this.file = file;
        write(content);
        JsonObject config = new JsonObject()
                .put("auth", new JsonObject().put("failureDelay", "20ms").mergeIn(auth, true))
                .put("reload", new JsonObject().put("interval", "50ms"));
        this.gateway = new LocalGateway(config.mergeIn(more, true).encode());
    }

    static GuardedGateway ofTokens(Path file, String content, String auth, String more) {
        JsonObject tokens =
                new JsonObject().put("mode", "tokens").put("tokens", new JsonObject().put("file", file.toString()));
        return new GuardedGateway(file, content, tokens.mergeIn(new JsonObject(auth), true), new JsonObject(more));
    }

    static GuardedGateway ofJwt(Path file, String keys) {
        return new GuardedGateway(file, keys, Auths.jwtJson(file.toString()), new JsonObject());
    }

    void write(String content) {
        try {
            var unused = Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalGateway gateway() {
        return gateway;
    }

    String address() {
        return "127.0.0.1:" + gateway.port();
    }

    TextSocket text() {
        return gateway.connect();
    }

    BridgeSocket bridge() {
        return new BridgeSocket(gateway.port());
    }

    @Override
    public void close() {
        gateway.close();
    }
}
