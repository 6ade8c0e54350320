package io.busport.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.busport.config.AuthConfig.JwtConfig;
import io.busport.config.ConfigException;
import io.busport.config.ConfigProblem;
import java.text.ParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON web tokens, signed by one of the keys of a JWKS (RFC 7515, 7517, 7519). Which kind of signature is taken depends on the kinds of the keys,
 * never on what a token says of itself; one without a signature is none.
 *
 * <p>A token is a bearer's: it counts as often as it is said until it expires. A session says it again at each resume.
 */
final class JwtAuthenticator implements Authenticator {
    private static final int LONGEST_SENTENCE = 200;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final JwtConfig config;
    private final int keys;

    /** @throws ConfigException when the keys cannot be used */
    JwtAuthenticator(JwtConfig config, String path, String text) {
        this.config = config;
        JWKSet set = parse(path, text);
        this.keys = set.size();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms(set), new ImmutableJWKSet<>(set)));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                config.audience(),
                new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                Set.of("exp", config.principalClaim()));
        claims.setMaxClockSkew((int) config.leeway().toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    private static JWKSet parse(String path, String text) {
        String problem = "no key";
        try {
            JWKSet set = JWKSet.parse(text);
            if (!algorithms(set).isEmpty()) {
                return set;
            }
        } catch (ParseException e) {
            problem = "no JWKS"; // the parser's message may show a key
        }
        throw new ConfigException(List.of(
                new ConfigProblem(path, problem, "{\"keys\":[…]} with keys of the types RSA, EC or oct, RFC 7517")));
    }

    private static Set<JWSAlgorithm> algorithms(JWKSet set) {
        Set<JWSAlgorithm> all = new HashSet<>();
        set.getKeys().forEach(key -> {
            if (key.getKeyType().equals(KeyType.RSA)) {
                all.addAll(JWSAlgorithm.Family.RSA);
            } else if (key.getKeyType().equals(KeyType.EC)) {
                all.addAll(JWSAlgorithm.Family.EC);
            } else if (key.getKeyType().equals(KeyType.OCT)) {
                all.addAll(JWSAlgorithm.Family.HMAC_SHA);
            }
        });
        return all;
    }

    @Override
    public Verdict check(String token, long nowMillis) {
        try {
            return identity(processor.process(SignedJWT.parse(token), null), token);
        } catch (ExpiredJWTException e) {
            return Verdict.no(Outcome.EXPIRED, "the token has expired");
        } catch (BadJWTException e) {
            return Verdict.no(Outcome.WRONG, "the token is not accepted: " + shortened(e));
        } catch (ParseException e) {
            return Verdict.no(Outcome.WRONG, "the token is no signed JWT");
        } catch (BadJOSEException | JOSEException e) {
            return Verdict.no(Outcome.WRONG, "the token is not signed with a key that is known here");
        }
    }

    @Override
    public Verdict again(Identity known, long nowMillis) {
        Verdict verdict = check(known.proof(), nowMillis);
        Refusal refusal = verdict.refusal();
        return refusal == null || refusal.outcome() == Outcome.EXPIRED
                ? verdict
                : Verdict.no(Outcome.REVOKED, "the token is not valid any more");
    }

    private Verdict identity(JWTClaimsSet claims, String token) {
        String principal =
                claims.getClaim(config.principalClaim()) instanceof String s && Identity.isName(s) ? s : null;
        if (principal == null) {
            return Verdict.no(
                    Outcome.WRONG,
                    "the token's " + config.principalClaim()
                            + " is no name (expected: a text of at most 256 characters)");
        }
        long expires = claims.getExpirationTime().toInstant().toEpochMilli()
                + config.leeway().toMillis();
        return Verdict.of(
                new Identity(principal, authorities(claims.getClaim(config.authoritiesClaim())), expires, token));
    }

    /** A list of texts, or one text with spaces, as {@code scope} has it (RFC 8693). */
    private static Set<String> authorities(@Nullable Object claim) {
        Set<String> all = new HashSet<>();
        if (claim instanceof Collection<?> list) {
            list.forEach(item -> all.add(String.valueOf(item)));
        } else if (claim instanceof String text && !text.isBlank()) {
            all.addAll(List.of(text.strip().split("\\s+")));
        }
        return all;
    }

    private static String shortened(BadJWTException e) {
        String sentence = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?");
        return sentence.length() <= LONGEST_SENTENCE ? sentence : sentence.substring(0, LONGEST_SENTENCE) + "…";
    }

    @Override
    public String summary() {
        return keys + " keys";
    }
}
