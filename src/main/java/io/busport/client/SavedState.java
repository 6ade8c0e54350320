package io.busport.client;

import io.busport.session.ResumeSecret;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A session as a file keeps it.
 *
 * @param secret hex
 * @param counter of the last resume
 * @param received the highest number of the gateway's frames that was dealt with
 * @param acked the highest of our own that was acknowledged
 */
record SavedState(
        @Nullable String name, String session, long epoch, String secret, long counter, long received, long acked) {

    /** The secret is not said. */
    @Override
    public String toString() {
        return "SavedState[" + session + ", epoch " + epoch + ", received " + received + ", acked " + acked + "]";
    }

    String toJson() {
        return new JsonObject()
                .put("version", 1)
                .put("name", name)
                .put("session", session)
                .put("epoch", epoch)
                .put("secret", secret)
                .put("counter", counter)
                .put("received", received)
                .put("acked", acked)
                .encode();
    }

    /** @throws RuntimeException when it is not what {@link #toJson} writes */
    static SavedState fromJson(String text) {
        JsonObject json = new JsonObject(text);
        String session = json.getString("session");
        String secret = json.getString("secret");
        if (json.getInteger("version", 0) != 1 || session == null || secret == null) {
            throw new IllegalArgumentException("a state without version 1, session or secret");
        }
        if (secret.length() != 2 * ResumeSecret.LENGTH) {
            throw new IllegalArgumentException("a secret of " + secret.length() + " digits");
        }
        return new SavedState(
                json.getString("name"),
                session,
                json.getLong("epoch"),
                secret,
                json.getLong("counter"),
                json.getLong("received"),
                json.getLong("acked"));
    }
}
