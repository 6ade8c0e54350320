package io.busport.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.Machine;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An existing client, unmodified, from where its users get it. With the official bridge the script shows what it is worth; with ours it
 * must print the same.
 */
@Timeout(120)
class BridgeNodeClientIT {
    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path FOLDER = Path.of("target/node");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> EXPECTED = List.of(
            "['echo',{'address':'L','headers':{},'body':{'text':'안녕','n':1},'send':true}]",
            "['headers',{'address':'L','headers':{},'body':'String x own=1','send':true}]",
            "['nobody',{'error':{'failureCode':-1,'failureType':'NO_HANDLERS','message':'No handlers for address svc.nobody'}}]",
            "['failed',{'error':{'failureCode':42,'failureType':'RECIPIENT_FAILURE','message':'out of stock'}}]",
            "['late','TIMEOUT']",
            "['denied',{'type':'err','message':'access_denied'}]",
            "['news',{'address':'topic.x','headers':{'h':'v'},'body':[1,2,3],'send':false}]",
            "['asked back',{'address':'L','headers':{},'body':'and you?','send':true}]",
            "['asked back and answered',{'address':'L','headers':{},'body':'you said String fine','send':true}]",
            "['registered','topic.x']",
            "['question',{'address':'topic.x','headers':{},'body':'question','send':true}]",
            "['answer to the answer',{'address':'L','headers':{},'body':'that','send':true}]",
            "['pongs',true]",
            "['done',null]");

    @BeforeAll
    static void install() throws IOException {
        Machine.requirePrograms("node", "npm");
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "bridge-client.js")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Process npm = start(
                "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline", "--include=dev");
        List<String> said = lines(npm);
        if (exit(npm, Duration.ofSeconds(60)) != 0) {
            Machine.skip("npm could not install the client: " + String.join(" ", said));
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void a_client_that_exists_is_served(Side side) throws IOException {
        try (Bridge bridge = side.start(new JsonObject(Permits.RULES), PATIENCE)) {
            Services.install(bridge.bus());
            Process node = start("node", "--no-deprecation", "bridge-client.js", "" + bridge.port());
            try (BufferedReader out = node.inputReader(StandardCharsets.UTF_8)) {
                for (String expected : EXPECTED) {
                    assertThat(line(out)).isEqualTo(Client.json(expected));
                    if (expected.startsWith("['registered'")) {
                        ask(bridge);
                    }
                }
                assertThat(out.readLine()).isNull();
                assertThat(exit(node, PATIENCE)).isZero();
            } finally {
                node.destroyForcibly();
            }
        }
    }

    /** The client answers, and is answered in turn, and answers that. */
    private static void ask(Bridge bridge) {
        Message<Object> which = bridge.await(bridge.bus().request("topic.x", "question"));
        assertThat(which.body()).isEqualTo("which?");
        Message<Object> last = bridge.await(which.replyAndRequest("that"));
        assertThat(last.body()).isEqualTo("that one");
    }

    /** The next line, with {@code L} for the labels that the client makes up. */
    private static String line(BufferedReader out) throws IOException {
        String line = out.readLine();
        return String.valueOf(line).replaceAll("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}", "L");
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static List<String> lines(Process process) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int exit(Process process, Duration limit) {
        try {
            assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .as("%s ended within %s", process.info().commandLine().orElse("it"), limit)
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
