package io.busport.doctor;

import io.busport.client.Endpoint;

/**
 * One address of the gateway.
 *
 * @param name as it was asked for
 * @param address in digits
 */
record Target(String name, Endpoint address) {
    String ip() {
        return address.host();
    }

    @Override
    public String toString() {
        return name.equals(address.host()) ? address.toString() : address + " (" + name + ")";
    }
}
