package io.busport.wire.json;

import static io.busport.wire.json.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Window;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of a session that are not what they should be, and what is said of them. JSON is written with single quotes here. */
class SessionRefusalTest {
    private static final WireLimits LIMITS = new WireLimits(1 << 20, 8, 256, 64);
    private static final String PROOF = "a1".repeat(32);
    private static final String RESUME =
            "{'type':'hello','version':1,'resume':{'session':'s','epoch':1,'counter':2,'received':0,'floor':1,'proof':'"
                    + PROOF + "'}}";
    private static final String WELCOME =
            "{'type':'welcome','version':1,'session':'s','epoch':1,'state':'new','received':0,"
                    + "'replay':0,'expiry':1,'heartbeat':{'interval':1,'timeout':2},'limits':{'frame':1,'registrations':2,'pending':3},"
                    + "'window':{'messages':1,'bytes':2},'observed':{'ip':'::1','port':1,'changed':false},'gateway':'g','guarantee':'x'}";

    private final FrameReader fromClient = new FrameReader(LIMITS, true);
    private final ObjectReader fromGateway = new GatewayFrameReader(LIMITS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "9007199254740993",
                "9223372036854775808",
                "1.5",
                "1.0",
                "1e3",
                "'7'",
                "true",
                "{}",
                "[1]"
            })
    void a_number_is_whole_and_from_1_to_2_to_the_53rd(String n) {
        for (String frame : List.of("'send','address':'a'", "'register','address':'a'", "'ping'", "'bye'")) {
            assertThat(refusal(fromClient, "{'type':" + frame + ",'n':" + n + "}"))
                    .matches(e -> e.code() == FailCode.MALFORMED)
                    .matches(e -> e.message().startsWith("n is "))
                    .matches(e -> e.message().endsWith(" (expected: a whole number from 1 to 9007199254740992)"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9007199254740993", "1.5", "'7'", "false", "{}"})
    void what_is_acknowledged_and_what_is_echoed_is_whole_and_from_0_on(String value) {
        for (String field : List.of("received", "echo")) {
            assertThat(refusal(fromClient, "{'type':'ping','" + field + "':" + value + "}")
                            .message())
                    .startsWith(field + " is ")
                    .endsWith(" (expected: a whole number from 0 to 9007199254740992)");
        }
        assertThat(refusal(fromClient, "{'type':'ack','received':" + value + "}")
                        .message())
                .startsWith("received is ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'ack'}                                        | received is null",
                "{'type':'ack','received':1,'window':7}                | window is 7 (expected: an object)",
                "{'type':'ack','received':1,'window':{'messages':1}}   | window.bytes is null (expected: a whole number from 0 to 2147483647)",
                "{'type':'ack','received':1,'window':{'messages':'64','bytes':1}} | window.messages is \"64\"",
                "{'type':'ack','received':1,'window':{'messages':1,'bytes':2147483648}} | window.bytes is 2147483648",
                "{'type':'ack','received':1,'outcomes':{}}             | outcomes is {} (expected: an array)",
                "{'type':'ack','received':1,'outcomes':[7]}            | an outcome is 7 (expected: an object)",
                "{'type':'ack','received':1,'outcomes':[{'n':0,'code':'x','message':'y'}]} | an outcome.n is 0",
                "{'type':'ack','received':1,'outcomes':[{'n':1,'message':'y'}]} | an outcome.code is null (expected: a text)",
                "{'type':'bye','keep':'yes'}                           | keep is \"yes\" (expected: true or false)",
                "{'type':'hello'}                                      | version is null",
                "{'type':'hello','version':'1'}                        | version is \"1\"",
                "{'type':'hello','version':1,'session':'river'}        | session is \"river\" (expected: an object)",
                "{'type':'hello','version':1,'session':{'name':7}}     | session.name is 7 (expected: a text)",
                "{'type':'hello','version':1,'session':{'expiry':-1}}  | session.expiry is -1",
                "{'type':'hello','version':1,'window':{'messages':'1','bytes':'2'}} | window.messages is \"1\"",
                "{'type':'hello','version':1,'heartbeat':1e4}          | heartbeat is 10000.0",
                "{'type':'hello','version':1,'resume':[]}              | resume is [] (expected: an object)",
                "{'type':'hello','version':1,'resume':{}}              | resume.session is null (expected: a text)"
            })
    void what_a_client_says_wrongly_is_named(String json, String message) {
        Frame.Err err = refusal(fromClient, json);
        assertThat(err.code()).isEqualTo(FailCode.MALFORMED);
        assertThat(err.message()).startsWith(message).contains(" (expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "''", "'a1'", "'SHOUTED'"})
    void a_proof_is_32_bytes_in_hex_and_is_not_shown(String proof) {
        String wrong = proof.equals("'SHOUTED'") ? "'" + "A1".repeat(32) + "'" : proof;
        assertThat(refusal(fromClient, RESUME.replace("'" + PROOF + "'", wrong)).message())
                .startsWith("resume.proof of ")
                .endsWith(" characters (expected: a text of 64 hexadecimal digits in lower case)")
                .doesNotContain("A1");
    }

    @Test
    void every_field_of_a_resume_and_of_a_welcome_that_must_be_there_is_asked_for() throws WireException {
        requireEach(fromClient, RESUME, new JsonObject(RESUME.replace('\'', '"')).getJsonObject("resume"), "cause");
        requireEach(fromGateway, WELCOME, new JsonObject(WELCOME.replace('\'', '"')), "type");
        for (String part : List.of("heartbeat", "limits", "window")) {
            requireEach(
                    fromGateway, WELCOME, new JsonObject(WELCOME.replace('\'', '"')).getJsonObject(part), "changed");
        }
    }

    /** Without any one of these fields, and with a value that is of no type they have. */
    private void requireEach(ObjectReader reader, String json, JsonObject object, String optional)
            throws WireException {
        assertThat(read(reader, json)).isNotNull();
        for (String field : object.fieldNames()) {
            if (!field.equals(optional)) {
                for (String other : List.of("'" + field + "x':", "'" + field + "':[[]],'x':")) {
                    String wrong = json.replaceFirst("(.*)'" + field + "':", "$1" + other);
                    WireException refused = catchThrowableOfType(WireException.class, () -> read(reader, wrong));
                    assertThat(refused).as(wrong).isNotNull();
                    assertThat(refused.getMessage()).as(wrong).contains(field);
                }
            }
        }
    }

    @Test
    void a_frame_that_is_refused_keeps_its_number() {
        for (String json : List.of(
                "{'type':'send','address':'a','headers':7,'n':41}",
                "{'n':41,'type':'send'}",
                "{'type':'what','n':41}",
                "{'type':'send','address':'a','n':41,'received':-1}")) {
            WireException refused = catchThrowableOfType(WireException.class, () -> read(fromClient, json));
            assertThat(refused.number()).as(json).isEqualTo(41);
        }
        assertThat(catchThrowableOfType(
                                WireException.class, () -> read(fromClient, "{'type':'send','address':'a','n':-1}"))
                        .number())
                .isZero();
    }

    @Test
    void unknown_fields_and_nulls_are_no_matter_and_what_is_missing_has_a_default() throws WireException {
        assertThat(read(fromClient, "{'later':[{}],'version':1,'type':'hello','session':{'x':1},'resume':null}"))
                .isEqualTo(new Hello(1, null, null, -1, Window.DEFAULT, 0, null));
        assertThat(read(fromClient, "{'type':'ack','received':1,'window':null,'outcomes':null,'x':{}}"))
                .isEqualTo(Ack.of(1));
        assertThat(read(fromClient, "{'type':'ping','n':null,'received':null,'echo':null}"))
                .isEqualTo(Frame.Ping.PING);
        assertThat(read(fromClient, "{'received':0,'type':'ping','n':7}"))
                .isEqualTo(new Stamped(7, 0, false, Frame.Ping.PING));
    }

    @Test
    void what_only_a_gateway_says_is_no_type_of_a_client_and_the_other_way_round() {
        for (String type : List.of("welcome", "gap", "slow", "goaway", "moved", "message", "err")) {
            assertThat(refusal(fromClient, "{'type':'" + type + "','address':'a'}")
                            .code())
                    .isEqualTo(FailCode.UNKNOWN_TYPE);
        }
        for (String type : List.of("hello", "send", "publish", "register", "unregister")) {
            WireException refused = catchThrowableOfType(
                    WireException.class, () -> read(fromGateway, "{'type':'" + type + "','address':'a'}"));
            assertThat(refused.err().code()).isEqualTo(FailCode.UNKNOWN_TYPE);
        }
    }

    private static Frame read(ObjectReader reader, String json) throws WireException {
        byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
        return reader.read(bytes, 0, bytes.length);
    }
}
