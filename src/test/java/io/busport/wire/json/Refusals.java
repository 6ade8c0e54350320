package io.busport.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.busport.wire.Frame;
import io.busport.wire.WireException;

/** What a reader says to what it refuses. JSON is written with single quotes here. */
final class Refusals {
    private Refusals() {}

    static Frame.Err refusal(FrameReader reader, String json) {
        return refusal(reader, json.replace('\'', '"').getBytes(UTF_8));
    }

    static Frame.Err refusal(FrameReader reader, byte[] bytes) {
        Throwable thrown = catchThrowable(() -> {
            var unused = reader.read(bytes, 0, bytes.length);
        });
        assertThat(thrown).as(new String(bytes, UTF_8)).isInstanceOf(WireException.class);
        WireException refused = (WireException) thrown;
        assertThat(refused.isFatal()).as(refused.getMessage()).isFalse();
        return refused.err();
    }
}
