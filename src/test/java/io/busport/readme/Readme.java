package io.busport.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README as a list of fenced blocks, each with the comment above it that says what is to be done with it. */
final class Readme {
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- ([^\\n]*?) -->\\n)?```(\\w+)\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern PORT = Pattern.compile("\\b[78][089]\\d\\d\\b");

    /**
     * A fenced block.
     *
     * @param mark the comment above it, empty when there is none
     */
    record Block(String mark, String language, String text) {
        /** The commands of a console block, each with the lines it prints. */
        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            for (String line : text.lines().toList()) {
                if (line.startsWith("$ ")) {
                    steps.add(new Step(line.substring(2), new ArrayList<>()));
                } else {
                    steps.get(steps.size() - 1).output.add(line);
                }
            }
            return steps;
        }
    }

    /**
     * A command and what it prints.
     *
     * @param output an ellipsis in a line stands for anything, and one that is alone for any lines
     */
    record Step(String command, List<String> output) {
        /** The same with the ports a test can have instead of those a reader will. */
        Step on(Map<String, Integer> instead) {
            return new Step(
                    ports(command, instead),
                    output.stream().map(line -> ports(line, instead)).toList());
        }

        Pattern expected() {
            return Pattern.compile(String.join(
                    "\\R",
                    output.stream()
                            .map(line -> line.equals("…")
                                    ? "(?s:.*)"
                                    : Pattern.quote(line).replace("…", "\\E.*\\Q"))
                            .toList()));
        }
    }

    private Readme() {}

    static String ports(String text, Map<String, Integer> instead) {
        return PORT.matcher(text)
                .replaceAll(m -> String.valueOf(instead.getOrDefault(m.group(), Integer.valueOf(m.group()))));
    }

    static String text() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher m = BLOCK.matcher(text());
        while (m.find()) {
            blocks.add(new Block(m.group(1) == null ? "" : m.group(1), m.group(2), m.group(3)));
        }
        return blocks;
    }

    /** The one block with this mark. */
    static Block block(String mark) {
        List<Block> found = blocks().stream().filter(b -> b.mark.equals(mark)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " blocks marked '" + mark + "' in README.md (expected: one)");
        }
        return found.get(0);
    }
}
