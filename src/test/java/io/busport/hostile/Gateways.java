package io.busport.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BusportProcess;
import java.util.Arrays;
import java.util.List;

/** Gateways in processes with little memory, and what must be true of them whatever was done to them. */
final class Gateways {
    private static final List<String> FAULTS =
            List.of("Fault in the gateway", "internal-error", "Unhandled exception", "OutOfMemory", " ERROR ", "\tat ");

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

    /** @param expected parts of lines that would be faults, were they not what the test wants to see */
    static void assertUnharmed(BusportProcess gateway, String... expected) {
        assertThat(gateway.isAlive())
                .as("the process is alive; the end of its log: %s", last(gateway.err()))
                .isTrue();
        assertThat(gateway.admin().status("/health/live")).isEqualTo(200);
        assertThat(gateway.err())
                .filteredOn(line -> FAULTS.stream().anyMatch(line::contains)
                        && Arrays.stream(expected).noneMatch(line::contains))
                .isEmpty();
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - 20), lines.size());
    }
}
