package io.busport.session;

import org.jspecify.annotations.Nullable;

/** Where a session's client was seen, and why its connections ended, in words for people. Times are milliseconds of Unix time. */
final class History {
    /** A connection on which nothing was said for so long has probably lost its way in silence. The shortest mappings known: 60 s. */
    private static final long LONG_SILENCE = 30_000;

    private String observed;
    private String before;
    private String dialect = "";
    private long heard;
    private long gone; // since when it has been without a connection
    private long away;
    private long resumes;
    private long rebounds;
    private long lost;
    private @Nullable String lastCause;

    /** @param now since when it is here */
    History(String observed, long now) {
        this.gone = now;
        this.observed = observed;
        this.before = observed;
    }

    void attached(String spoken, long now) {
        dialect = spoken;
        heard = now;
        away = gone == 0 ? 0 : now - gone;
        gone = 0;
    }

    void heard(long now) {
        heard = now;
    }

    void resumed() {
        resumes++;
    }

    /** @return whether the client's IP address is another one than before */
    boolean seenAt(String peer) {
        boolean elsewhere = !host(peer).equals(host(observed));
        before = observed;
        observed = peer;
        rebounds += elsewhere ? 1 : 0;
        return elsewhere;
    }

    /** The connection ended. */
    void detached(String reason, String detail, long now) {
        gone = now;
        lastCause =
                reason + (detail.isEmpty() ? "" : ": " + detail) + (reason.equals("silent") ? guess(now - heard) : "");
    }

    /** The client came back while its connection still looked alive here. */
    void superseded(@Nullable String client, String peer, long now) {
        long idle = now - heard;
        String seconds = " after " + idle / 1000 + " s without a word";
        if (!host(peer).equals(host(observed))) {
            lastCause = "rebinding: the client's address changed from " + host(observed) + " to " + host(peer);
        } else if ("reset".equals(client)) {
            lastCause =
                    "reset on the client's side only" + seconds + ": a router or a node has forgotten the connection";
        } else {
            lastCause = (client == null ? "superseded" : "the client says " + client) + seconds + guess(idle);
        }
    }

    /** What the client says of an end that was seen here too. */
    void clientSays(String cause) {
        if (lastCause != null && !lastCause.contains("; the client says ")) {
            lastCause += "; the client says " + cause;
        }
    }

    private static String guess(long idle) {
        return idle >= LONG_SILENCE
                ? "; an idle NAT mapping that expired is likely"
                : "; the path went dead in silence";
    }

    private static String host(String peer) {
        int colon = peer.lastIndexOf(':');
        return colon < 0 ? peer : peer.substring(0, colon);
    }

    String observed() {
        return observed;
    }

    String before() {
        return before;
    }

    String dialect() {
        return dialect;
    }

    long resumes() {
        return resumes;
    }

    long rebounds() {
        return rebounds;
    }

    /** Messages not kept, as far as it was told. */
    long lost() {
        return lost;
    }

    void lost(long now) {
        lost = now;
    }

    @Nullable
    String lastCause() {
        return lastCause;
    }

    /** The session as it is now, for people. */
    SessionInfo describe(
            SessionIdentity identity,
            Exchange exchange,
            @Nullable Attachment link,
            long since,
            long expiresAt,
            long now) {
        Outbox outbox = exchange.outbox();
        Inbox inbox = exchange.inbox();
        return new SessionInfo(
                identity.id(),
                identity.name(),
                identity.principal(),
                link == null ? null : link.origin().connection(),
                observed,
                dialect,
                identity.epoch(),
                since,
                link == null ? expiresAt : 0,
                exchange.dealings().registrations(),
                outbox.messages(),
                outbox.bytes(),
                now - outbox.oldest(now),
                inbox.received(),
                outbox.lastNumber(),
                inbox.open(),
                resumes,
                rebounds,
                away,
                exchange.lost(),
                lastCause);
    }
}
