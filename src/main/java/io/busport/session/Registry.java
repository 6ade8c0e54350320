package io.busport.session;

/** Who knows where the sessions of a gateway are. Called on the loop of the session. */
interface Registry {
    /** Its client has got its first welcome: the name is its own now. */
    void confirmed(Session session);

    /** It has ended. Called once. */
    void ended(Session session);

    /** The other gateways. */
    default Gateways gateways() {
        return Gateways.NONE;
    }
}
