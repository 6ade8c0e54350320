package io.busport.hostile;

/**
 * Something that is done to a gateway, and what must come of it. May be done again and again.
 *
 * @param name in a few words
 */
record Attack(String name, Deed deed) {

    /** What is done. */
    @FunctionalInterface
    interface Deed {
        /** @return what came of it, in a few words; fails when that is not as it has to be */
        String doTo(Victim victim) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
