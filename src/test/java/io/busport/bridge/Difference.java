package io.busport.bridge;

import java.util.List;
import java.util.function.Consumer;

/**
 * Where the two bridges differ on purpose.
 *
 * @param why it is so
 * @param official what everybody hears of the official bridge
 * @param ours what they hear of ours
 */
record Difference(Conversation conversation, String why, List<String> official, List<String> ours) {
    static Difference in(String name, String why, Consumer<Talk> script, List<String> official, List<String> ours) {
        return new Difference(new Conversation(name, script), why, official, ours);
    }

    @Override
    public String toString() {
        return conversation.name() + ": " + why;
    }
}
