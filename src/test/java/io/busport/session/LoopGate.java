package io.busport.session;

/** Whether sessions of a loop may say something now, for tests of other packages. */
public final class LoopGate {
    private LoopGate() {}

    /** On the loop. What was asked once waits with everything else while it is closed. */
    public static boolean isOpen(SessionLoop loop) {
        boolean[] passed = {false};
        loop.gate().pass("anybody", "anywhere", () -> passed[0] = true);
        return passed[0];
    }

    /** The same, of a message of one session. */
    public static boolean passes(SessionLoop loop, String session, String address) {
        boolean[] passed = {false};
        loop.gate().pass(session, address, () -> passed[0] = true);
        return passed[0];
    }
}
