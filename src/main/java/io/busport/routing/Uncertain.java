package io.busport.routing;

/** Nobody knows whether what was put on the bus has arrived: a gateway was lost meanwhile. */
final class Uncertain extends RuntimeException {
    private static final long serialVersionUID = 1;

    Uncertain() {
        super("a gateway was lost before the message had arrived", null, false, false);
    }
}
