package io.busport.client;

/** Why a connection ended, as the next one tells the gateway. */
public enum Cause {
    /** Not a byte came for too long, or no answer to a probe. */
    SILENT("silent"),
    RESET("reset"),
    REFUSED("refused"),
    /** The machine slept, and the connection did not outlive it. */
    WAKE("wake"),
    /** The machine's own addresses changed, and the connection did not outlive it. */
    ADDRESS("address"),
    /** Pings were answered, and frames were not acknowledged. */
    ACK_STALL("ack-stall"),
    MOVED("moved"),
    GOAWAY("goaway"),
    EOF("eof"),
    /** What came could not be read. */
    UNREADABLE("unreadable"),
    /** The program was started anew and has the state of the one before. */
    RESTART("restart");

    private final String word;

    Cause(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
