package io.busport.natlab;

import io.busport.natlab.LabProcess.Line;
import io.busport.natlab.Ledger.Witness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A program on a host of the lab that publishes numbers through a session and hears those of others. It may be started again. */
final class Talker {
    /** What it is made of. */
    enum Kind {
        BINARY("Java, binary", "binary"),
        BRIDGE("Java, bridge framing", "bridge"),
        JSON_LINES("Java, json-lines", "json-lines"),
        PYTHON("busport.py", "");

        private final String title;
        private final String dialect;

        Kind(String title, String dialect) {
            this.title = title;
            this.dialect = dialect;
        }

        String title() {
            return title;
        }
    }

    /** Publications a second. */
    static final int RATE = 50;

    private static final Path SCRIPT = LabScript.ROOT.resolve("src/test/python/traffic.py");

    private final NatLab lab;
    private final String host;
    private final Kind kind;
    private final String name;
    private final List<String> arguments;
    private final List<LabProcess> lives = new CopyOnWriteArrayList<>();

    Talker(NatLab lab, String host, Kind kind, String name, String hear, String publish, String... more) {
        this.lab = lab;
        this.host = host;
        this.kind = kind;
        this.name = name;
        this.arguments = Stream.concat(
                        Stream.of(NatLab.GATEWAY, name, hear, publish, Integer.toString(RATE)), Stream.of(more))
                .toList();
        start();
    }

    /** The next life. */
    void start(String... more) {
        var all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        if (kind == Kind.PYTHON) {
            all.addAll(0, List.of("python3", "-B", SCRIPT.toString()));
            lives.add(lab.run(host, all.toArray(String[]::new)));
        } else {
            all.addAll(List.of("--dialect", kind.dialect));
            lives.add(lab.product(host, SessionTraffic.class, all.toArray()));
        }
    }

    LabProcess process() {
        return lives.get(lives.size() - 1);
    }

    void say(String word) {
        process().say(word);
    }

    void awaitReady() {
        process().awaitOutput("ready");
    }

    /** Whether it knows what became of everything it has published. */
    boolean hasSettled() {
        return process().output().stream().anyMatch(line -> line.startsWith("sent "));
    }

    Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    List<Line> lines() {
        return lives.stream().flatMap(life -> life.lines().stream()).toList();
    }

    /** The number in the last line that begins so; 0 when there is none. */
    long last(String beginning) {
        return lines().stream()
                .map(Line::text)
                .filter(line -> line.startsWith(beginning))
                .reduce((earlier, later) -> later)
                .map(line -> Long.parseLong(
                        line.substring(beginning.length()).strip().split(" ")[0]))
                .orElse(0L);
    }

    Witness witness() {
        return new Witness(name, lines());
    }

    @Override
    public String toString() {
        return "%s: %s%n  events: %s"
                .formatted(
                        kind.title(),
                        process(),
                        String.join("\n          ", witness().events()));
    }
}
