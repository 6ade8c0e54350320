package io.busport.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BusportProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gateways in processes with little memory, and what must be true of them whatever was done to them. */
final class Gateways {
    private static final List<String> FAULTS =
            List.of("Fault in the gateway", "internal-error", "Unhandled exception", "OutOfMemory", " ERROR ", "\tat ");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private Gateways() {}

    /**
     * One that ends when it runs out of memory.
     *
     * @param memory of the heap, and the same again outside of it, as {@code -Xmx} takes it
     */
    static BusportProcess.Builder small(String memory) {
        return BusportProcess.server()
                .jvm("-Xmx" + memory, "-XX:MaxDirectMemorySize=" + memory, "-XX:+ExitOnOutOfMemoryError")
                .env("BUSPORT_LOG_RECEIVED", "false");
    }

    static void assertUnharmed(BusportProcess gateway) {
        assertThat(gateway.isAlive())
                .as("the process is alive; the end of its log: %s", last(gateway.err()))
                .isTrue();
        assertThat(gateway.admin().status("/health/live")).isEqualTo(200);
        assertThat(gateway.err())
                .filteredOn(line -> FAULTS.stream().anyMatch(line::contains))
                .isEmpty();
    }

    /** Bytes of what the gateway still refers to, whatever its collector is. */
    static long liveHeapBytes(BusportProcess gateway) throws IOException, InterruptedException {
        // Counting the objects collects the garbage first.
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(gateway.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(said);
        assertThat(jcmd.waitFor()).as(said).isZero();
        assertThat(total.find()).as(said).isTrue();
        return Long.parseLong(total.group(1));
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - 20), lines.size());
    }
}
