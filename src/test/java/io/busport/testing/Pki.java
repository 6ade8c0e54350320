package io.busport.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A CA and what it signs, in a directory, made by the openssl program: {@code NAME.crt} and {@code NAME.key}. */
public final class Pki {
    private static final List<String> EC = List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");

    private final Path dir;

    /** With a CA named ca. */
    public Pki(Path dir) {
        Machine.requirePrograms("openssl");
        this.dir = dir;
        ca("ca");
    }

    public Pki ca(String name) {
        List<String> command =
                new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=" + name));
        command.addAll(EC);
        command.addAll(List.of("-keyout", name + ".key", "-out", name + ".crt"));
        openssl(command);
        return this;
    }

    /** @param hosts as openssl writes them: {@code DNS:localhost,IP:127.0.0.1} */
    public Pki issue(String name, String hosts) {
        return issue("ca", name, hosts, 30);
    }

    /** @param days 0: it has expired when it is used */
    public Pki issue(String ca, String name, String hosts, int days) {
        try {
            var unused = Files.writeString(dir.resolve(name + ".ext"), "subjectAltName=" + hosts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of("req", "-nodes", "-subj", "/O=Example/CN=" + name));
        command.addAll(EC);
        command.addAll(List.of("-keyout", name + ".key", "-out", name + ".csr"));
        openssl(command);
        openssl(List.of(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                ca + ".crt",
                "-CAkey",
                ca + ".key",
                "-CAcreateserial",
                "-days",
                "" + days,
                "-extfile",
                name + ".ext",
                "-out",
                name + ".crt"));
        return this;
    }

    /** Runs openssl in the directory. */
    public void openssl(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(dir.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The files of one become those of another, the key first, as whoever copies them by hand does it. */
    public void replace(String name, String by) {
        for (String end : List.of(".key", ".crt")) {
            try {
                Path copy = Files.copy(file(by + end), file(name + ".new"), StandardCopyOption.REPLACE_EXISTING);
                var unused = Files.move(copy, file(name + end), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public Path file(String name) {
        return dir.resolve(name);
    }

    public String crt(String name) {
        return file(name + ".crt").toString();
    }

    public String key(String name) {
        return file(name + ".key").toString();
    }

    /** An entry of {@code tls.certificates}. */
    public JsonObject entry(String name) {
        return new JsonObject().put("cert", crt(name)).put("key", key(name));
    }

    /** What trusts the CA and, with a name, shows that certificate. */
    public SSLContext context(@Nullable String client) {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient().sslProvider(SslProvider.JDK).trustManager(new File(crt("ca")));
            if (client != null) {
                builder = builder.keyManager(new File(crt(client)), new File(key(client)));
            }
            return ((JdkSslContext) builder.build()).context();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection with TLS, its handshake done. */
    public SSLSocket connect(int port, @Nullable String client) throws IOException {
        SSLSocket socket = (SSLSocket) context(client).getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }
}
