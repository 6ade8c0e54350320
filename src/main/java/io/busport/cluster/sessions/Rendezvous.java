package io.busport.cluster.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.zip.CRC32;

/**
 * Which gateway a session falls to: the one with the highest score. When a gateway comes or goes only its own share moves (Thaler and
 * Ravishankar, rendezvous hashing).
 */
final class Rendezvous {
    private Rendezvous() {}

    /** @param gateways at least one */
    static String of(String session, Collection<String> gateways) {
        String best = "";
        long highest = -1;
        for (String gateway : gateways) {
            CRC32 crc = new CRC32();
            crc.update((session + '@' + gateway).getBytes(UTF_8));
            long score = mix(crc.getValue());
            if (score > highest || (score == highest && gateway.compareTo(best) > 0)) {
                highest = score;
                best = gateway;
            }
        }
        return best;
    }

    /** CRC32 is linear: without this, two names would always rank alike. */
    private static long mix(long x) {
        long y = (x ^ (x >>> 16)) * 0x9E3779B97F4A7C15L;
        return (y ^ (y >>> 32)) >>> 1;
    }
}
