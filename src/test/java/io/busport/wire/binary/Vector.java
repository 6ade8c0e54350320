package io.busport.wire.binary;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One test vector: bytes and what becomes of them. The file says how it is written.
 *
 * @param verdict frame, reads, error, fatal or begins
 * @param expected the frame, or what is refused
 */
record Vector(String name, Buffer wire, String verdict, JsonObject expected) {
    static final Path FILE = Path.of("src/test/resources/vectors/binary.txt");

    byte[] bytes() {
        return wire.getBytes();
    }

    static List<Vector> all() {
        List<Vector> all = new ArrayList<>();
        String name = "";
        StringBuilder hex = new StringBuilder();
        for (String line : lines()) {
            if (line.startsWith("== ")) {
                name = line.substring(3);
                hex.setLength(0);
            } else if (line.matches("[a-z]+ \\{.*")) {
                int space = line.indexOf(' ');
                all.add(new Vector(
                        name,
                        Buffer.buffer(hex(hex.toString())),
                        line.substring(0, space),
                        new JsonObject(line.substring(space + 1))));
            } else if (!line.startsWith("#")) {
                hex.append(line).append('\n');
            }
        }
        return all;
    }

    static Vector named(String name) {
        return all().stream()
                .filter(v -> v.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " (expected: a name in " + FILE + ")"));
    }

    /** The bytes in lines of hex with comments. */
    static byte[] hex(String lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String line : lines.split("\n")) {
            for (String token : line.split("  ", 2)[0].strip().split(" ")) {
                if (!token.isEmpty()) {
                    String[] times = token.split("\\*");
                    for (int i = times.length == 1 ? 1 : Integer.parseInt(times[1]); i > 0; i--) {
                        out.write(Integer.parseInt(times[0], 16));
                    }
                }
            }
        }
        return out.toByteArray();
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
