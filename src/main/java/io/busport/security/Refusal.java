package io.busport.security;

/**
 * Why a client is not believed.
 *
 * @param sentence for the client and for the log; without anything that the client said in secret
 */
public record Refusal(Outcome outcome, String sentence) {}
