package io.busport.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.LocalGateway;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The client embeds itself into a program that has vertx-core, what that needs, and nothing else. */
class ClassPathTest {
    /** What vertx-core 5 needs at run time. */
    private static final String NEEDED =
            "vertx-core|vertx-core-logging|netty-(common|buffer|transport|handler|handler-proxy"
                    + "|codec-(base|compression|dns|http|http2|http3|socks|classes-quic)|resolver|resolver-dns)|jackson-core";

    @Test
    void it_needs_only_vertx_core() throws Exception {
        String jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(p -> Path.of(p).getFileName().toString().matches("(" + NEEDED + ")-\\d.*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        String classes = Path.of("target/classes") + File.pathSeparator + Path.of("target/test-classes");
        try (LocalGateway gateway = new LocalGateway("{}")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classes + File.pathSeparator + jars,
                            EmbeddedMain.class.getName(),
                            "127.0.0.1:" + gateway.port())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(output).isEqualTo("answer: hello\n");
            assertThat(process.exitValue()).isZero();
        }
    }
}
