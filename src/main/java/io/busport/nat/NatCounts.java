package io.busport.nat;

/**
 * What a NAT has seen since its start.
 *
 * @param accepted connections that clients made
 * @param open connections that are forwarded now, those that lose one direction included
 * @param forgotten connections that are not forwarded any more, and of which one end at least is still open
 * @param bytesIn forwarded from clients to the gateway
 * @param bytesOut forwarded from the gateway to clients
 * @param swallowed bytes of either direction that went nowhere
 * @param faults injected so far
 * @param hit connections they hit; one counts for each fault
 */
public record NatCounts(
        long accepted, int open, int forgotten, long bytesIn, long bytesOut, long swallowed, long faults, long hit) {}
