package io.busport.doctor;

import io.busport.client.Access;
import io.busport.client.Dialer;
import io.busport.config.Units;
import io.busport.security.tls.TlsException;
import io.busport.security.tls.TlsFailure;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Welcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers to a hello.
 *
 * @param line open when it is a gateway that has welcomed us, else null
 * @param heard what was heard instead, in words
 */
record Greeting(
        Target target,
        Kind kind,
        @Nullable Line line,
        @Nullable Welcome welcome,
        Frame.@Nullable Err err,
        String heard) {
    enum Kind {
        GATEWAY,
        /** A gateway that does not want us. */
        REFUSED,
        /** It accepts, and says nothing. */
        SILENT,
        STRANGER,
        /** The handshake of TLS failed. */
        UNTRUSTED,
        ENDED
    }

    static Greeting of(Target target, Line line, Frame answer) {
        if (answer instanceof Welcome welcome) {
            return new Greeting(target, Kind.GATEWAY, line, welcome, null, "a gateway");
        }
        line.close();
        Frame.Err err = (Frame.Err) answer;
        return new Greeting(target, Kind.REFUSED, null, null, err, err.code().word() + ": " + err.message());
    }

    static Greeting silent(Target target) {
        return new Greeting(target, Kind.SILENT, null, null, null, "no answer");
    }

    static Greeting ended(Target target, Throwable why) {
        Kind kind = TlsFailure.is(why) || why instanceof TlsException ? Kind.UNTRUSTED : Kind.ENDED;
        return new Greeting(target, kind, null, null, null, Dialer.reason(why));
    }

    static Greeting strange(Target target, Line line, Throwable why) {
        line.close();
        return line.first().length() == 0
                ? ended(target, why)
                : new Greeting(target, Kind.STRANGER, null, null, null, whoSays(line.first()));
    }

    /** Who begins like that. */
    static String whoSays(Buffer first) {
        String text = first.toString(StandardCharsets.ISO_8859_1);
        if (first.length() > 2 && first.getByte(0) == 0x15 && first.getByte(1) == 0x03) {
            return "a TLS server";
        }
        if (text.startsWith("HTTP/") || text.matches("(?is)\\s*<(!doctype html|html).*")) {
            return "an HTTP server";
        }
        if (text.startsWith("SSH-")) {
            return "an SSH server";
        }
        if (text.startsWith("{\"type\":\"hello\"")) {
            return "an echo service";
        }
        if (text.startsWith("INFO {")) {
            return "a NATS server";
        }
        if (text.startsWith("-ERR")) {
            return "a Redis server";
        }
        if (text.matches("(?s)(220|\\+OK|\\* OK)[ -].*")) {
            return "a mail or FTP server";
        }
        String line = text.lines().findFirst().orElse("").replaceAll("[^ -~]", ".");
        return "something that says '" + line.substring(0, Math.min(60, line.length())) + "'";
    }

    static Section dialect(List<Greeting> greetings, Duration timeout) {
        List<Finding> findings = new ArrayList<>();
        JsonObject facts = new JsonObject();
        for (Greeting g : greetings) {
            findings.add(g.dialect(timeout));
            facts.put(g.target.address().toString(), g.kind.name().toLowerCase(Locale.ROOT));
        }
        return new Section("dialect", findings, facts);
    }

    private Finding dialect(Duration timeout) {
        return switch (kind) {
            case GATEWAY, REFUSED -> Finding.well(target + " answers like a gateway");
            case SILENT ->
                Finding.wrong(
                        target + " accepts and never answers, for " + Units.say(timeout),
                        "a gateway that stands still: its kernel accepts for it; or a server that waits for something else",
                        "look at the pod's CPU throttling and memory, and at its /health/live; restart it; or is it another"
                                + " program's port?");
            case STRANGER ->
                Finding.wrong(
                        target + " is " + heard,
                        heard.contains("TLS")
                                ? "the port, or a proxy before it, wants TLS"
                                : "another program has this port, or a proxy before the gateway answers for it",
                        heard.contains("HTTP")
                                ? "use the gateway's port (8000, NodePort 30800), not the admin port (8080) or an Ingress, which"
                                        + " forwards HTTP only"
                                : "compare the port with the Service's nodePort");
            case UNTRUSTED -> Finding.open(target + " was not asked: there is no TLS with it");
            case ENDED ->
                Finding.wrong(
                        target + " ends the connection without a word: " + heard,
                        "limits.maxConnections or limits.acceptRate of the gateway, a server that wants something else first, or a"
                                + " gateway that ended at this moment",
                        "try again; look for too-many-connections in /connections on the admin port");
        };
    }

    static Section tls(List<Greeting> greetings, Access access) {
        if (access.tls() == null) {
            return Section.of("tls", Finding.open("not asked for: this was plain TCP"));
        }
        List<Finding> findings = new ArrayList<>();
        for (Greeting g : greetings) {
            if (g.kind == Kind.UNTRUSTED) {
                findings.add(
                        Finding.wrong(
                                g.target + ": " + g.heard,
                                "the certificate that the gateway shows, or the CA that is trusted here, is not the right one",
                                "give --ca the CA that has signed it, and --server-name the name that it is for; or have it renewed"));
            } else if (g.welcome != null || g.err != null) {
                findings.add(
                        Finding.well(g.target + " shows a certificate that is trusted, for the host that was called"));
            }
        }
        return new Section("tls", findings, new JsonObject());
    }

    static Section login(List<Greeting> greetings, Access access) {
        List<Finding> findings = new ArrayList<>();
        for (Greeting g : greetings) {
            if (g.welcome != null) {
                findings.add(Finding.well(g.target
                        + (access.hasToken()
                                ? " lets us in with the token"
                                : " lets everybody in; there was nothing to prove")));
            } else if (g.err != null) {
                findings.add(Finding.wrong(
                        g.target + " does not let us in: " + g.heard,
                        "`busport explain " + g.err.code().word() + "`",
                        "what it says there"));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.open("no gateway to log in to"));
        }
        return new Section("login", findings, new JsonObject());
    }
}
