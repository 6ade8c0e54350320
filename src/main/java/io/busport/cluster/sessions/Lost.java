package io.busport.cluster.sessions;

import io.busport.session.Outbox;
import io.busport.wire.FailCode;

/** What stands for frames whose every copy is lost. */
final class Lost {
    private Lost() {}

    static Outbox.Kept between(long from, long n, long since) {
        return new Outbox.Kept(
                from,
                n,
                null,
                0,
                n - from + 1,
                null,
                FailCode.GATEWAY_LOST,
                since,
                System.currentTimeMillis(),
                true,
                false,
                null);
    }
}
