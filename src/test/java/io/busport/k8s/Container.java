package io.busport.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A gateway that runs from the layers of an image as in a pod, as far as Linux namespaces and one test go: {@code container.sh} says how.
 * What it is told is what the manifests say, to the last variable.
 */
final class Container implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Process outside;
    private final ProcessHandle first;
    private final Path output;

    private Container(Process outside, ProcessHandle first, Path output) {
        this.outside = outside;
        this.first = first;
        this.output = output;
    }

    /** Skips the calling test where there can be no namespaces. */
    static void require() {
        Machine.requirePrograms("unshare", "nsenter", "setpriv", "chroot", "ip", "curl", "bash");
        try {
            String unused = Command.run(
                    Path.of("."),
                    List.of("unshare", "--mount", "--pid", "--net", "--fork", "mount", "-t", "proc", "proc", "/proc"));
        } catch (IOException e) {
            Machine.skip("no namespaces, so the image was not run (expected: root on Linux): " + e.getMessage());
        }
    }

    /** Starts it and waits until it listens. */
    static Container start(Image image, Manifests k8s, Path folder) throws IOException {
        Path output = folder.resolve("output");
        var user = k8s.pod().getSecurityContext();
        Path conf = MountedConfigMap.at(Files.createDirectory(folder.resolve("conf")), k8s.configMap());
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child", "sh"));
        command.add(Path.of("src/test/natlab/container.sh").toAbsolutePath().toString());
        command.addAll(List.of(
                image.root().toString(),
                conf.toString(),
                k8s.variable("BUSPORT_CONF_DIR"),
                System.getProperty("java.home"),
                Manifests.POD_ADDRESS,
                user.getRunAsUser() + ":" + user.getRunAsGroup(),
                k8s.clusterService().getMetadata().getName()));
        command.addAll(image.command());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.get("PATH");
        environment.clear();
        environment.put("PATH", path);
        environment.putAll(k8s.environment());
        Process outside = builder.start();
        try {
            await().atMost(DEADLINE)
                    .until(() -> !outside.isAlive() || read(output).contains("Listening on "));
            assertThat(outside.isAlive()).as(read(output)).isTrue();
            return new Container(outside, Manifests.one(outside.children().toList(), "process 1"), output);
        } catch (Throwable e) {
            outside.destroyForcibly();
            throw e;
        }
    }

    /** Lines of /proc/PID/status that start so, such as {@code Uid:}. */
    String status(String key) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/" + first.pid() + "/status"));
        return Manifests.one(
                        lines.stream()
                                .filter(line -> line.startsWith(key + ":"))
                                .toList(),
                        key)
                .substring(key.length() + 1)
                .strip();
    }

    /** The status of the admin server's answer to a probe, asked at the pod's address as the kubelet does. */
    int probe(int port, String path) throws IOException {
        return Integer.parseInt(inItsNetwork(
                "curl",
                "-s",
                "-m",
                "10",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "http://" + Manifests.POD_ADDRESS + ":" + port + path));
    }

    /** What a raw socket hears when it says this line. */
    String say(int port, String line) throws IOException {
        String script = "exec 3<>/dev/tcp/" + Manifests.POD_ADDRESS + "/" + port + "; echo \"$0\" >&3; head -n 1 <&3";
        return inItsNetwork("timeout", "10", "bash", "-c", script, line).strip();
    }

    /** Whether root itself could make a file there, in the container's own view of its files. */
    boolean canWrite(String file) {
        try {
            String unused = Command.run(
                    Path.of("."), List.of("nsenter", "--target", "" + first.pid(), "--mount", "--root", "touch", file));
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("Read-only file system");
            return false;
        }
    }

    private String inItsNetwork(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("nsenter", "--target", "" + first.pid(), "--net"));
        all.addAll(List.of(command));
        return Command.run(Path.of("."), all);
    }

    /** Sends SIGTERM to its first process, as the kubelet does. */
    void terminate() {
        assertThat(first.destroy()).isTrue();
    }

    /** The exit code, once it has ended by itself. */
    int exitCode(Duration within) throws InterruptedException {
        if (!outside.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("expected the gateway to end within " + within + ":\n" + output());
        }
        return outside.exitValue();
    }

    String output() {
        return read(output);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return file + " cannot be read: " + e;
        }
    }

    /** Ends everything in it: without its first process a PID namespace has none. */
    @Override
    public void close() {
        first.destroyForcibly();
        outside.destroyForcibly();
    }
}
