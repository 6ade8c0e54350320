package io.busport.bench;

import io.busport.wire.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the time of a server goes: echoes as fast as they come, a flight recording of it, and the methods seen most often. */
final class Profile {
    private static final Duration WARMUP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final int SHOWN = 40;

    private Profile() {}

    static void run(BenchServer.Kind kind, Dialect dialect) throws IOException {
        boolean unused = Cores.pin();
        Path recording = Files.createTempFile("busport", ".jfr");
        LoadReport report;
        try (ServerProcess server = new ServerProcess(
                kind,
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DebugNonSafepoints",
                "-XX:StartFlightRecording:filename=" + recording + ",dumponexit=true,delay=" + WARMUP.toSeconds()
                        + "s,jdk.ExecutionSample#period=2ms,jdk.NativeMethodSample#period=2ms")) {
            report = LoadGenerator.run(
                            new Load(
                                    "127.0.0.1",
                                    server.port(),
                                    dialect,
                                    BenchServer.ADDRESS,
                                    64,
                                    32,
                                    128,
                                    WARMUP,
                                    MEASURED,
                                    0,
                                    0,
                                    1),
                            n -> {})
                    .await();
        }
        System.out.println(report);
        print(recording);
        System.out.println("The recording: " + recording);
    }

    private static void print(Path recording) throws IOException {
        Map<String, Integer> self = new HashMap<>();
        Map<String, Integer> inclusive = new HashMap<>();
        int samples = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().endsWith("MethodSample")
                        || event.getEventType().getName().equals("jdk.ExecutionSample")) {
                    List<RecordedFrame> frames = event.getStackTrace() == null
                            ? List.of()
                            : event.getStackTrace().getFrames();
                    if (onEventLoop(event) && !frames.isEmpty()) {
                        samples++;
                        self.merge(name(frames.get(0)), 1, Integer::sum);
                        Set<String> seen = new HashSet<>();
                        frames.stream()
                                .map(Profile::name)
                                .filter(seen::add)
                                .forEach(n -> inclusive.merge(n, 1, Integer::sum));
                    }
                }
            }
        }
        print("In the method itself", self, samples);
        print("In the method and what it calls", inclusive, samples);
    }

    private static boolean onEventLoop(RecordedEvent event) {
        var thread = event.getThread("sampledThread");
        return thread != null && String.valueOf(thread.getJavaName()).startsWith("vert.x-eventloop");
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static void print(String title, Map<String, Integer> counts, int samples) {
        System.out.println("\n" + title + ", of " + samples + " samples of the event loop");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(SHOWN)
                .forEach(e -> System.out.println(
                        String.format(Locale.ROOT, "%5.1f %%  %s", 100.0 * e.getValue() / samples, e.getKey())));
    }
}
