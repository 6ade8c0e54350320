package io.busport.wire.json;

import static io.busport.wire.SessionFrames.MAX_NUMBER;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.LoginFrames;
import io.busport.wire.LoginFrames.Auth;
import io.busport.wire.LoginFrames.Authenticated;
import io.busport.wire.SessionFrames.Bye;
import io.busport.wire.SessionFrames.Gap;
import io.busport.wire.SessionFrames.GoAway;
import io.busport.wire.SessionFrames.Guarantee;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Moved;
import io.busport.wire.SessionFrames.Slow;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.Token;
import io.busport.wire.WireException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The rare frames of a login and of a session as JSON objects, in every dialect the same.
 *
 * <pre>
 *   {"type":"auth","token":text}  {"type":"authenticated","principal":text,"expires"?:ms}
 *   {"type":"hello", …}  {"type":"welcome", …}        as {@link HandshakeJson} draws them
 *   {"type":"gap","from":42,"count":4,"address":A,"since":ms,"until":ms,"code":word,"why":text}
 *   {"type":"slow","messages":n,"bytes":n,"age":ms,"limit":{"messages":n,"bytes":n},"policy":text}
 *   {"type":"guarantee","guarantee":text}
 *   {"type":"goaway","within":ms,"why":text,"alternatives":[text…]}
 *   {"type":"moved","epoch":5,"by":text}
 *   {"type":"bye","keep":false}
 * </pre>
 *
 * <p>Reading is strict about types and ranges, and knows nothing of fields that are not here.
 */
public final class ControlJson {
    private ControlJson() {}

    /** The object of one of these frames. */
    public static JsonObject write(Frame frame) {
        return switch (frame.kind()) {
            case AUTH -> ofType("auth").put("token", ((Auth) frame).token().secret());
            case AUTHENTICATED -> authenticated((Authenticated) frame);
            case HELLO -> HandshakeJson.write((Hello) frame);
            case WELCOME -> HandshakeJson.write((Welcome) frame);
            case GAP -> gap((Gap) frame);
            case SLOW -> slow((Slow) frame);
            case GUARANTEE -> ofType("guarantee").put("guarantee", ((Guarantee) frame).guarantee());
            case GOAWAY -> goAway((GoAway) frame);
            case MOVED -> {
                Moved moved = (Moved) frame;
                yield ofType("moved").put("epoch", moved.epoch()).put("by", moved.by());
            }
            case BYE -> ofType("bye").put("keep", ((Bye) frame).keep());
            default -> throw new IllegalArgumentException(frame + " (expected: a rare frame of a session)");
        };
    }

    /**
     * The frame in an object.
     *
     * @throws WireException not fatal, when its type is none of these or a field is not what it should be
     */
    public static Frame read(JsonObject object) throws WireException {
        Members members = Members.of(object);
        String type = members.text("type");
        return switch (type) {
            case "auth" -> new Auth(new Token(members.secret("token")));
            case "authenticated" ->
                new Authenticated(
                        members.text("principal"), members.whole("expires", 0, MAX_NUMBER, LoginFrames.NEVER));
            case "hello" -> HandshakeJson.hello(members);
            case "welcome" -> HandshakeJson.welcome(members);
            case "gap" -> gap(members);
            case "slow" ->
                new Slow(
                        members.whole("messages", 0, MAX_NUMBER),
                        members.whole("bytes", 0, MAX_NUMBER),
                        members.whole("age", 0, MAX_NUMBER),
                        AckJson.window(members.object("limit")),
                        members.text("policy"));
            case "guarantee" -> new Guarantee(members.text("guarantee"));
            case "goaway" ->
                new GoAway(members.whole("within", 0, MAX_NUMBER), members.text("why"), members.texts("alternatives"));
            case "moved" -> new Moved(members.whole("epoch", 0, MAX_NUMBER), members.text("by"));
            case "bye" -> new Bye(members.truth("keep"));
            default ->
                throw WireException.ofMessage(
                        Frame.Err.of(
                                FailCode.UNKNOWN_TYPE,
                                "type is " + Plain.shown(type)
                                        + " (expected: auth, authenticated, hello, welcome, gap, slow, guarantee, goaway, moved or bye)"));
        };
    }

    static JsonObject ofType(String type) {
        return new JsonObject().put("type", type);
    }

    private static JsonObject authenticated(Authenticated login) {
        JsonObject object = ofType("authenticated").put("principal", login.principal());
        return login.expiresMillis() < 0 ? object : object.put("expires", login.expiresMillis());
    }

    private static JsonObject gap(Gap gap) {
        JsonObject object = ofType("gap").put("from", gap.from()).put("count", gap.count());
        if (gap.address() != null) {
            object = object.put("address", gap.address());
        }
        return object.put("since", gap.sinceMillis())
                .put("until", gap.untilMillis())
                .put("code", gap.code().word())
                .put("why", gap.why());
    }

    private static Gap gap(Members members) throws WireException {
        return new Gap(
                members.whole("from", 1, MAX_NUMBER),
                members.whole("count", 0, MAX_NUMBER),
                members.optionalText("address"),
                members.whole("since", 0, MAX_NUMBER),
                members.whole("until", 0, MAX_NUMBER),
                FailCode.ofWord(members.text("code")),
                members.text("why"));
    }

    private static JsonObject slow(Slow slow) {
        return ofType("slow")
                .put("messages", slow.messages())
                .put("bytes", slow.bytes())
                .put("age", slow.ageMillis())
                .put("limit", AckJson.window(slow.limit()))
                .put("policy", slow.policy());
    }

    private static JsonObject goAway(GoAway goAway) {
        return ofType("goaway")
                .put("within", goAway.withinMillis())
                .put("why", goAway.why())
                .put("alternatives", new JsonArray(goAway.alternatives()));
    }
}
