package io.busport.session;

/** Whether sessions of a loop may say something now, for tests of other packages. */
public final class LoopGate {
    private LoopGate() {}

    /** On the loop. What was asked once waits with everything else while it is closed. */
    public static boolean isOpen(SessionLoop loop) {
        boolean[] passed = {false};
        loop.gate().pass(() -> passed[0] = true);
        return passed[0];
    }
}
