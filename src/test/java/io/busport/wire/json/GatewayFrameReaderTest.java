package io.busport.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.wire.Codecs;
import io.busport.wire.Decoder;
import io.busport.wire.Dialect;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client makes of a gateway's objects; errors above all, of which each dialect keeps another part. */
class GatewayFrameReaderTest {
    private static final WireLimits LIMITS = new WireLimits(1 << 20, 8, 256, 64);

    private final Codecs gateway = new Codecs(LIMITS);
    private final GatewayFrameReader reader = new GatewayFrameReader(LIMITS);

    @ParameterizedTest
    @EnumSource(FailCode.class)
    void in_json_lines_an_error_comes_back_whole(FailCode code) throws WireException {
        Frame.Err sentence = Frame.Err.of(code, "a \"sentence\"");
        assertThat(throughTheWire(Dialect.JSON_LINES, sentence)).isEqualTo(sentence);
        Frame.Err failed = new Frame.Err(code, "42 sold out", "r", "shop", new Frame.Failure(42, "sold out"));
        assertThat(throughTheWire(Dialect.JSON_LINES, failed)).isEqualTo(failed);
        Frame.Err wordless = new Frame.Err(code, "42", "r", null, new Frame.Failure(42, null));
        assertThat(throughTheWire(Dialect.JSON_LINES, wordless)).isEqualTo(wordless);
    }

    @Test
    void what_the_event_bus_was_not_asked_has_no_failure() throws WireException {
        Frame.Err refused = Frame.Err.of(FailCode.TOO_MANY, "1024 requests have no answer yet")
                .to("r", "shop");
        assertThat(throughTheWire(Dialect.JSON_LINES, refused)).isEqualTo(refused);
        assertThat(throughTheWire(Dialect.BRIDGE, refused))
                .isEqualTo(Frame.Err.of(FailCode.INTERNAL, "1024 requests have no answer yet")
                        .to("r", "shop"));
    }

    @ParameterizedTest
    @EnumSource(FailCode.class)
    void in_the_bridge_dialect_a_word_is_the_code(FailCode code) throws WireException {
        boolean silent = switch (code) {
            case DENIED, MISSING_ADDRESS, UNKNOWN_ADDRESS, UNKNOWN_TYPE -> true;
            default -> false;
        };
        assertThat(throughTheWire(Dialect.BRIDGE, Frame.Err.of(code, "a sentence")))
                .isEqualTo(Frame.Err.of(code, silent ? code.word() : "a sentence"));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailCode.class,
            names = {"NO_HANDLERS", "TIMEOUT", "RECIPIENT_FAILURE"})
    void in_the_bridge_dialect_a_failure_is_what_the_event_bus_said(FailCode code) throws WireException {
        Frame.Failure failure = new Frame.Failure(42, "sold out");
        assertThat(throughTheWire(Dialect.BRIDGE, new Frame.Err(code, "a sentence", "r", "shop", failure)))
                .isEqualTo(new Frame.Err(code, "sold out", "r", "shop", failure));
        Frame.Failure wordless = new Frame.Failure(42, null);
        assertThat(throughTheWire(Dialect.BRIDGE, new Frame.Err(code, "a sentence", "r", "shop", wordless)))
                .isEqualTo(new Frame.Err(code, code.word(), "r", "shop", wordless));
    }

    @Test
    void an_error_of_a_later_gateway_is_internal_and_says_what_it_is() throws WireException {
        assertThat(read("{'type':'err','message':'melted'}")).isEqualTo(Frame.Err.of(FailCode.INTERNAL, "melted"));
        assertThat(read("{'type':'err','code':'melted','detail':'all of it','fatal':true,'x':1}"))
                .isEqualTo(Frame.Err.of(FailCode.INTERNAL, "all of it"));
        assertThat(read("{'type':'err'}")).isEqualTo(Frame.Err.of(FailCode.INTERNAL, "internal"));
        assertThat(read("{'type':'err','address':'r','failureType':'MELTED','failureCode':3,'message':'m'}"))
                .isEqualTo(new Frame.Err(FailCode.INTERNAL, "m", "r", null, new Frame.Failure(3, "m")));
    }

    @Test
    void the_end_of_a_session_says_whether_to_come_back() throws WireException {
        for (Dialect dialect : new Dialect[] {Dialect.BRIDGE, Dialect.JSON_LINES}) {
            assertThat(written(dialect, Frame.Err.of(FailCode.REPLAYED, "x"))).contains(",\"fatal\":true}");
            assertThat(written(dialect, Frame.Err.of(FailCode.TRY_LATER, "x"))).contains(",\"fatal\":false}");
            assertThat(written(dialect, Frame.Err.of(FailCode.INTERNAL, "x"))).doesNotContain("fatal");
        }
    }

    @Test
    void a_message_has_the_headers_it_came_with_whatever_they_are_called() throws WireException {
        assertThat(
                        read(
                                "{'type':'message','address':'a','headers':{'timeout':'x','localOnly':'y'},'send':false,'body':1}"))
                .isEqualTo(new Frame.Message("a", null, Headers.of("timeout", "x", "localOnly", "y"), 1, false));
        assertThat(read("{'type':'message','n':7,'redelivered':true,'address':'a'}"))
                .isEqualTo(new Stamped(7, -1, true, Frame.Message.of("a", null)));
        assertThatThrownBy(() -> read("{'type':'message','body':1}"))
                .hasMessageStartingWith("message without an address");
        assertThatThrownBy(() -> read("{'type':'message','address':'a','send':'no'}"))
                .hasMessage("send is \"no\" (expected: true or false)");
        assertThatThrownBy(() -> read("{'type':'message','address':'a','redelivered':1}"))
                .hasMessage("redelivered is 1 (expected: true or false)");
        assertThatThrownBy(() -> read("{'type':'err','failureType':'TIMEOUT','failureCode':'x'}"))
                .hasMessageStartingWith("failureCode is \"x\"");
    }

    @Test
    void a_header_that_would_be_taken_for_an_option_is_not_written() {
        for (String name : new String[] {"timeout", "localOnly", "codecName"}) {
            Frame frame = new Frame.Publish("a", Headers.of(name, "x"), 1, false, 0);
            Buffer out = Buffer.buffer();
            assertThatThrownBy(() -> Codecs.clientEncoder(Dialect.BRIDGE).encode(frame, out))
                    .isInstanceOfSatisfying(
                            WireException.class, e -> assertThat(e.err().code()).isEqualTo(FailCode.NOT_WRITABLE))
                    .hasMessageContaining(name);
            assertThat(out.length()).isZero();
        }
    }

    private @Nullable Frame throughTheWire(Dialect dialect, Frame frame) throws WireException {
        Buffer out = Buffer.buffer();
        gateway.encoder(dialect).encode(frame, out);
        Decoder decoder = Codecs.clientDecoder(dialect, LIMITS);
        decoder.feed(out);
        return decoder.next();
    }

    private String written(Dialect dialect, Frame frame) throws WireException {
        Buffer out = Buffer.buffer();
        gateway.encoder(dialect).encode(frame, out);
        return out.toString();
    }

    private Frame read(String json) throws WireException {
        byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
        return reader.read(bytes, 0, bytes.length);
    }
}
