package io.busport.doctor;

import io.busport.client.Endpoint;
import io.busport.wire.SessionFrames;
import io.busport.wire.SessionFrames.Heartbeat;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Observed;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import java.util.List;

/** Facts as they are seen, and what is said of them. */
final class Said {
    private Said() {}

    static Target target(String address) {
        Endpoint endpoint = Endpoint.parse(address);
        return new Target(endpoint.host(), endpoint);
    }

    static Welcome welcome(String gateway) {
        return new Welcome(
                SessionFrames.VERSION,
                "id",
                null,
                1,
                "new",
                0,
                0,
                null,
                null,
                0,
                new Heartbeat(15_000, 40_000),
                new Limits(1 << 20, 1000, 1024),
                Window.DEFAULT,
                new Observed("192.0.2.1", 4000, false),
                gateway,
                List.of(),
                "one copy: this gateway",
                List.of(),
                null);
    }

    /** The marks of a section's findings, one sign each. */
    static String marks(Section section) {
        return String.join(
                "", section.findings().stream().map(f -> f.mark().sign()).toList());
    }

    /** What the first finding says, with its cause. */
    static String first(Section section) {
        Finding first = section.findings().get(0);
        return first.mark().sign() + " " + first.what() + " | " + first.cause();
    }
}
