package io.busport.explain;

import io.busport.explain.Entry.Kind;
import io.busport.explain.Entry.Retry;
import io.busport.wire.FailCode;
import java.util.List;

/** The words of {@link FailCode}. */
final class FailCodes {
    static final List<Entry> ALL = List.of(
            // --- of one message
            of(
                    FailCode.NO_HANDLERS,
                    "Nobody listens on the address.",
                    "the service is not deployed, or listens on another address; the gateway that had it was lost",
                    "compare the address with `services:`, or start the consumer",
                    Retry.PROGRAM),
            of(
                    FailCode.TIMEOUT,
                    "Nobody answered in time.",
                    "the service is slow, hangs, or never replies",
                    "look at the service; give a request more time with its own timeout",
                    Retry.PROGRAM),
            of(
                    FailCode.RECIPIENT_FAILURE,
                    "The service answered with a failure of its own, whose code and text come with it.",
                    "the service's business",
                    "read the failure's code and message, and ask the service's author",
                    Retry.PROGRAM),
            of(
                    FailCode.DENIED,
                    "No rule permits the address, or the body, to this client.",
                    "`permissions:` has no rule for it in this direction; `busport.` and `__vertx.` are never permitted",
                    "add a rule under `permissions.inbound` or `permissions.outbound`; it is in force without a restart",
                    Retry.PROGRAM),
            of(
                    FailCode.MISSING_ADDRESS,
                    "The frame needs an address and has none.",
                    "a client that was written by hand",
                    "put the address into the frame's field `address`",
                    Retry.PROGRAM),
            of(
                    FailCode.UNKNOWN_ADDRESS,
                    "Nothing is registered at the address.",
                    "an unregister without a register, an answer that came too late or twice",
                    "answer each message once, within limits.replyExpiry",
                    Retry.PROGRAM),
            of(
                    FailCode.UNKNOWN_TYPE,
                    "The frame's type is none of the dialect's.",
                    "a misspelt `type`, or a word of a later version",
                    "compare it with docs/protocol.md",
                    Retry.PROGRAM),
            of(
                    FailCode.MALFORMED,
                    "The bytes cannot be read as what the dialect says they are.",
                    "a client that was written by hand, or a proxy that changed something on the way",
                    "the message says the place; in json-lines one frame is one line",
                    Retry.PROGRAM),
            of(
                    FailCode.TOO_LARGE,
                    "A frame, or a part of it, is beyond its limit.",
                    "a body above limits.maxFrame, or too many or too long headers",
                    "send less at a time, or raise the limit that the message names",
                    Retry.PROGRAM),
            of(
                    FailCode.TOO_MANY,
                    "More registrations or open requests than one client may have.",
                    "answers that nobody waits for any more, or one client that stands for many",
                    "unregister what is not needed; wait for answers; raise the limit that the message names",
                    Retry.PROGRAM),
            of(
                    FailCode.NOT_WRITABLE,
                    "There is an answer, and the dialect cannot write its body.",
                    "a service replied with an object that is no JSON, text, number or bytes",
                    "reply with one of those, or use a dialect that has it",
                    Retry.PROGRAM),
            of(
                    FailCode.CLOSING,
                    "The last word of a connection or of a client.",
                    "the gateway closes the connection for the reason in brackets; or the program has closed its client",
                    "`busport explain` the reason in brackets",
                    Retry.CLIENT),
            of(
                    FailCode.INTERNAL,
                    "A fault of the gateway's own, or a code that only a later version knows.",
                    "a bug",
                    "the gateway's log has the stack; report it",
                    Retry.PROGRAM),
            of(
                    FailCode.NOT_TAKEN,
                    "Nobody who hears the address can take the message.",
                    "every client that serves the address is full, or left while it had the message",
                    "send more slowly, or have more clients serve the address",
                    Retry.PROGRAM),
            of(
                    FailCode.SLOW_CONSUMER,
                    "More came than could be kept for a client that does not take it.",
                    "the client reads too slowly, or was away for longer than its outbox lasts",
                    "read faster; raise sessions.outbox; for values of which only the last counts use the policy latest",
                    Retry.NOTHING),
            of(
                    FailCode.SUPERSEDED,
                    "A later value has taken the message's place, as the policy latest says.",
                    "the client was slower than the values came",
                    "nothing: that is what the policy is for",
                    Retry.NOTHING),
            of(
                    FailCode.ACKNOWLEDGED,
                    "The message was acknowledged already, and is kept no longer.",
                    "a client that went back to an older state of its own, such as a restored file",
                    "never run two copies of one state file",
                    Retry.NOTHING),
            of(
                    FailCode.GATEWAY_LOST,
                    "The gateway that would have heard it was lost, and nobody knows what it missed.",
                    "a gateway was killed; plain publishers spoke meanwhile",
                    "ask again for the state that matters; publish from a session to have it kept",
                    Retry.NOTHING),

            // --- of a session
            of(
                    FailCode.BAD_PROOF,
                    "Whoever resumes the session does not prove that it is theirs.",
                    "a state file that was copied or restored, or somebody who guesses",
                    "delete the state file: a new session begins",
                    Retry.NEVER),
            of(
                    FailCode.REPLAYED,
                    "A resume with a counter that was used before.",
                    "two processes with one state file, or a recording that somebody plays back",
                    "one process for each state file",
                    Retry.NEVER),
            of(
                    FailCode.WRONG_PRINCIPAL,
                    "The session belongs to somebody else.",
                    "the client logged in as another than when the session began",
                    "log in as before, or begin a new session",
                    Retry.NEVER),
            of(
                    FailCode.NAME_TAKEN,
                    "The name is somebody else's for now.",
                    "another client has a session of this name, perhaps an older process of your own",
                    "end the other one or choose another name; with a state file a session comes back instead",
                    Retry.NEVER),
            of(
                    FailCode.OUT_OF_RANGE,
                    "An acknowledgement of what was never sent.",
                    "a client of one's own that counts wrong",
                    "count as docs/protocol.md says",
                    Retry.NEVER),
            of(
                    FailCode.NUMBER_GAP,
                    "A numbered frame after one that never came.",
                    "a client of one's own that counts wrong",
                    "numbers begin at 1 and rise by 1",
                    Retry.NEVER),
            of(
                    FailCode.BEYOND_WINDOW,
                    "More is on its way than the window allows.",
                    "a client of one's own that ignores the window",
                    "wait for acknowledgements; the window is in welcome and in every ack that changes it",
                    Retry.NEVER),
            of(
                    FailCode.UNEXPECTED,
                    "A frame that has no meaning at this point of a session.",
                    "a client of one's own; a second hello, for example",
                    "compare the order of frames with docs/protocol.md",
                    Retry.NEVER),
            of(
                    FailCode.UNSUPPORTED_VERSION,
                    "A version of the session protocol that the gateway does not speak.",
                    "a client that is newer than the gateway",
                    "update the gateway first",
                    Retry.NEVER),
            of(
                    FailCode.UNKNOWN_SESSION,
                    "No session of this id is or was known.",
                    "a gateway without a cluster was restarted, or it is another cluster than before",
                    "nothing: a new session begins, and the client says what may have been done twice",
                    Retry.CLIENT),
            of(
                    FailCode.SESSION_EXPIRED,
                    "The session was kept for its time and is gone.",
                    "the client was away for longer than sessions.expiry",
                    "ask for a longer expiry; a new session begins, and what was not acknowledged is sent again",
                    Retry.CLIENT),
            of(
                    FailCode.TRY_LATER,
                    "There is no room for another session now, or the session is between two gateways.",
                    "sessions.max or sessions.memory is reached; a gateway was lost a moment ago; a minority without a say",
                    "if it lasts: more gateways, more memory, or docs/cluster.md about a minority",
                    Retry.CLIENT));

    private FailCodes() {}

    private static Entry of(FailCode code, String means, String cause, String fix, Retry retry) {
        return new Entry(Kind.FAIL_CODE, code.word(), means, cause, fix, retry);
    }
}
