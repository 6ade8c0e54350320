package io.busport.wire.json;

import static io.busport.wire.SessionFrames.MAX_NUMBER;

import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Heartbeat;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Observed;
import io.busport.wire.SessionFrames.Refused;
import io.busport.wire.SessionFrames.Resume;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import io.busport.wire.Token;
import io.busport.wire.WireException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first frame of each side as JSON objects. Milliseconds everywhere; what has a {@code ?} may be missing.
 *
 * <pre>
 *   {"type":"hello","version":1,"auth"?:text,"session"?:{"name"?:text,"expiry"?:ms},"window"?:{"messages":n,"bytes":n},"heartbeat"?:ms,
 *    "resume"?:{"session":ID,"epoch":n,"counter":n,"received":n,"floor":n,"proof":HEX64,"cause"?:text}}
 *
 *   {"type":"welcome","version":1,"session":ID,"name"?:text,"epoch":n,"state":"new"|"resumed"|"partial","received":n,"replay":n,
 *    "secret"?:HEX64,"nonce"?:HEX64,"expiry":ms,"heartbeat":{"interval":ms,"timeout":ms},
 *    "limits":{"frame":n,"registrations":n,"pending":n},"window":{"messages":n,"bytes":n},
 *    "observed":{"ip":text,"port":n,"changed":bool},"gateway":text,"alternatives"?:[text…],"guarantee":text,
 *    "outcomes"?:[{"n":n,"code":word,"message":text}…],"refused"?:{"code":word,"received"?:n}}
 * </pre>
 */
final class HandshakeJson {
    private static final Set<String> STATES = Set.of("new", "resumed", "partial");
    private static final int MAX_PORT = 65_535;

    private HandshakeJson() {}

    static JsonObject write(Hello hello) {
        JsonObject object = ControlJson.ofType("hello").put("version", hello.version());
        put(object, "auth", hello.auth() == null ? null : hello.auth().secret());
        JsonObject session = new JsonObject();
        put(session, "name", hello.name());
        if (hello.expiryMillis() >= 0) {
            put(session, "expiry", hello.expiryMillis());
        }
        if (!session.isEmpty()) {
            put(object, "session", session);
        }
        put(object, "window", AckJson.window(hello.window()));
        if (hello.heartbeatMillis() > 0) {
            put(object, "heartbeat", hello.heartbeatMillis());
        }
        if (hello.resume() != null) {
            put(object, "resume", resume(hello.resume()));
        }
        return object;
    }

    private static JsonObject resume(Resume resume) {
        JsonObject object = new JsonObject()
                .put("session", resume.session())
                .put("epoch", resume.epoch())
                .put("counter", resume.counter())
                .put("received", resume.received())
                .put("floor", resume.floor())
                .put("proof", resume.proof());
        put(object, "cause", resume.cause());
        return object;
    }

    static Hello hello(Members members) throws WireException {
        Members session = members.optionalObject("session");
        Members window = members.optionalObject("window");
        Members resume = members.optionalObject("resume");
        return new Hello(
                members.count("version"),
                members.value("auth") == null ? null : new Token(members.secret("auth")),
                session == null ? null : session.optionalText("name"),
                session == null ? -1 : session.whole("expiry", 0, MAX_NUMBER, -1),
                window == null ? Window.DEFAULT : AckJson.window(window),
                members.whole("heartbeat", 0, MAX_NUMBER, 0),
                resume == null ? null : resume(resume));
    }

    private static Resume resume(Members resume) throws WireException {
        return new Resume(
                resume.text("session"),
                resume.whole("epoch", 0, MAX_NUMBER),
                resume.whole("counter", 0, MAX_NUMBER),
                resume.whole("received", 0, MAX_NUMBER),
                resume.whole("floor", 0, MAX_NUMBER),
                resume.hex("proof"),
                resume.optionalText("cause"));
    }

    static JsonObject write(Welcome welcome) {
        JsonObject object =
                ControlJson.ofType("welcome").put("version", welcome.version()).put("session", welcome.session());
        put(object, "name", welcome.name());
        put(object, "epoch", welcome.epoch());
        put(object, "state", welcome.state());
        put(object, "received", welcome.received());
        put(object, "replay", welcome.replay());
        put(object, "secret", welcome.secret());
        put(object, "nonce", welcome.nonce());
        put(object, "expiry", welcome.expiryMillis());
        Heartbeat heartbeat = welcome.heartbeat();
        put(
                object,
                "heartbeat",
                new JsonObject().put("interval", heartbeat.interval()).put("timeout", heartbeat.timeout()));
        Limits limits = welcome.limits();
        put(
                object,
                "limits",
                new JsonObject()
                        .put("frame", limits.frame())
                        .put("registrations", limits.registrations())
                        .put("pending", limits.pending()));
        put(object, "window", AckJson.window(welcome.window()));
        Observed observed = welcome.observed();
        put(
                object,
                "observed",
                new JsonObject()
                        .put("ip", observed.ip())
                        .put("port", observed.port())
                        .put("changed", observed.changed()));
        put(object, "gateway", welcome.gateway());
        put(object, "alternatives", new JsonArray(welcome.alternatives()));
        put(object, "guarantee", welcome.guarantee());
        if (!welcome.outcomes().isEmpty()) {
            put(object, "outcomes", AckJson.outcomes(welcome.outcomes()));
        }
        if (welcome.refused() != null) {
            put(object, "refused", refused(welcome.refused()));
        }
        return object;
    }

    private static JsonObject refused(Refused refused) {
        JsonObject object = new JsonObject().put("code", refused.code().word());
        if (refused.received() >= 0) {
            put(object, "received", refused.received());
        }
        return object;
    }

    static Welcome welcome(Members members) throws WireException {
        Members heartbeat = members.object("heartbeat");
        Members limits = members.object("limits");
        Members observed = members.object("observed");
        Members refused = members.optionalObject("refused");
        return new Welcome(
                members.count("version"),
                members.text("session"),
                members.optionalText("name"),
                members.whole("epoch", 0, MAX_NUMBER),
                state(members.text("state")),
                members.whole("received", 0, MAX_NUMBER),
                members.whole("replay", 0, MAX_NUMBER),
                members.optionalHex("secret"),
                members.optionalHex("nonce"),
                members.whole("expiry", 0, MAX_NUMBER),
                new Heartbeat(heartbeat.whole("interval", 0, MAX_NUMBER), heartbeat.whole("timeout", 0, MAX_NUMBER)),
                new Limits(limits.count("frame"), limits.count("registrations"), limits.count("pending")),
                AckJson.window(members.object("window")),
                new Observed(observed.text("ip"), (int) observed.whole("port", 0, MAX_PORT), observed.truth("changed")),
                members.text("gateway"),
                members.texts("alternatives"),
                members.text("guarantee"),
                AckJson.outcomes(members.value("outcomes")),
                refused == null
                        ? null
                        : new Refused(
                                FailCode.ofWord(refused.text("code")), refused.whole("received", 0, MAX_NUMBER, -1)));
    }

    private static String state(String state) throws WireException {
        if (STATES.contains(state)) {
            return state;
        }
        throw Members.wrong("state", state, "new, resumed or partial");
    }

    /** Nothing for null. */
    private static void put(JsonObject object, String name, @Nullable Object value) {
        if (value != null) {
            var unused = object.put(name, value);
        }
    }
}
