package io.busport.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

/** On what the figures were taken. */
final class Surroundings {
    private Surroundings() {}

    static String describe() {
        int cores = Runtime.getRuntime().availableProcessors(); // before all but one are given up
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(
                Locale.ROOT,
                "%s: JDK %s, Vert.x %s, %s transport, %s, %d cores, %s %s, load before the start %.1f; %s.",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.version(),
                VertxInternal.version(),
                transport(),
                processor(),
                cores,
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                load,
                Cores.pin() ? "each server on one core, the clients on another" : "not pinned to cores");
    }

    private static String transport() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        String name = vertx.isNativeTransportEnabled() ? "native" : "NIO";
        vertx.close().await();
        return name;
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(l -> l.startsWith("model name"))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
