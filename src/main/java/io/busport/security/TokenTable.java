package io.busport.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.busport.config.ConfigException;
import io.busport.config.ConfigProblem;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens of a file, by their hashes. It is searched by the hash of what a client says, over which the client has no power, so the time of
 * a search tells nothing; the last comparison takes the same time wherever the two differ.
 */
final class TokenTable implements Authenticator {
    private final Map<String, Identity> byHash;

    private TokenTable(Map<String, Identity> byHash) {
        this.byHash = byHash;
    }

    /**
     * @param path for problems
     * @param text one {@link TokenEntry} a line; empty lines and those that begin with # are passed over
     * @throws ConfigException with every problem there is
     */
    static TokenTable parse(String path, String text) {
        List<ConfigProblem> problems = new ArrayList<>();
        Map<String, Identity> all = new HashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String place = path + " line " + (i + 1);
            TokenEntry entry = line.isEmpty() || line.startsWith("#") ? null : TokenEntry.parse(line, place, problems);
            if (entry != null && all.putIfAbsent(entry.sha256(), entry.identity()) != null) {
                problems.add(new ConfigProblem(place + " sha256", "there twice", "each token once"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new TokenTable(Map.copyOf(all));
    }

    @Override
    public Verdict check(String token, long nowMillis) {
        return of(TokenHash.of(token), nowMillis, Outcome.WRONG, "the token is not known here");
    }

    @Override
    public Verdict again(Identity known, long nowMillis) {
        return of(known.proof(), nowMillis, Outcome.REVOKED, "the token is not valid any more");
    }

    private Verdict of(String hash, long nowMillis, Outcome whenUnknown, String sentence) {
        Identity found = byHash.get(hash);
        if (found == null
                || !MessageDigest.isEqual(hash.getBytes(US_ASCII), found.proof().getBytes(US_ASCII))) {
            return Verdict.no(whenUnknown, sentence);
        }
        return found.isExpired(nowMillis) ? Verdict.no(Outcome.EXPIRED, "the token has expired") : Verdict.of(found);
    }

    @Override
    public String summary() {
        return byHash.size() + " tokens";
    }
}
