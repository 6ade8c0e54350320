package io.busport.wire.binary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** {@code docs/protocol.md} as a list of fenced blocks, each with the comment above it that says what it is. */
final class ProtocolPage {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- (\\w+): ([^\\n]*?) -->\\n```\\w*\\n(.*?)```", Pattern.DOTALL);

    /** A fenced block below {@code <!-- MARK: NAME -->}. */
    record Block(String mark, String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    private ProtocolPage() {}

    static String text() {
        try {
            return Files.readString(Path.of("docs/protocol.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks(String mark) {
        return BLOCK.matcher(text())
                .results()
                .map(m -> new Block(m.group(1), m.group(2), m.group(3)))
                .filter(b -> b.mark.equals(mark))
                .toList();
    }
}
