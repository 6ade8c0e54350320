package io.busport.wire;

/**
 * What a decoder accepts; checked before it waits for the bytes.
 *
 * @param maxFrame bytes of a frame, its length field not counted
 * @param maxHeaders count
 * @param maxHeaderBytes names and values together, in UTF-8
 * @param maxAddress bytes of an address or reply address, in UTF-8
 */
public record WireLimits(int maxFrame, int maxHeaders, int maxHeaderBytes, int maxAddress) {}
