package io.busport.wire.json;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The object of an error back to the error, as far as its dialect has it.
 *
 * <pre>
 *                                            code                    message               failure
 *   json-lines, with an address              "code"                  "detail"              "failureCode", "message"
 *   json-lines, without                      "code"                  "detail"
 *   bridge, with an address                  "failureType"           "message"             "failureCode", "message"
 *   bridge, without                          "message", the word     "detail", or the word
 * </pre>
 *
 * <p>A failure of the type {@code ERROR} whose number is -1 and whose text is the sentence itself is the gateway's own: the event bus was
 * not asked, and there is none.
 */
final class ErrReader {
    private static final String GATEWAY = "ERROR";

    private ErrReader() {}

    static Frame.Err read(Envelope envelope) throws WireException {
        if (envelope.failureType == null) {
            String word = envelope.code != null ? envelope.code : envelope.message;
            FailCode code = FailCode.ofWord(word);
            String sentence = envelope.detail != null ? envelope.detail : word;
            return new Frame.Err(code, sentence == null ? code.word() : sentence, envelope.address, null, null);
        }
        FailCode code = envelope.code == null ? ofFailureType(envelope.failureType) : FailCode.ofWord(envelope.code);
        String sentence = envelope.detail != null ? envelope.detail : envelope.message;
        if (sentence == null) {
            sentence = code.word();
        }
        return new Frame.Err(code, sentence, envelope.address, envelope.sourceAddress, failure(envelope, sentence));
    }

    private static Frame.@Nullable Failure failure(Envelope envelope, String sentence) throws WireException {
        int number = (int) Members.whole("failureCode", envelope.failureCode, Integer.MIN_VALUE, Integer.MAX_VALUE);
        boolean own =
                GATEWAY.equals(envelope.failureType) && number == -1 && Objects.equals(envelope.message, sentence);
        return own ? null : new Frame.Failure(number, envelope.message);
    }

    private static FailCode ofFailureType(String type) {
        return switch (type) {
            case "NO_HANDLERS" -> FailCode.NO_HANDLERS;
            case "TIMEOUT" -> FailCode.TIMEOUT;
            case "RECIPIENT_FAILURE" -> FailCode.RECIPIENT_FAILURE;
            default -> FailCode.INTERNAL;
        };
    }
}
