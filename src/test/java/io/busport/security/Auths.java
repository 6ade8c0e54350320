package io.busport.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.busport.config.AuthConfig;
import io.busport.config.BusportConfig;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tests prove themselves with. */
final class Auths {
    static final String ISSUER = "https://issuer.example";
    static final String AUDIENCE = "busport";

    private Auths() {}

    /** The section auth of a configuration. */
    static AuthConfig config(String json) {
        JsonObject tls = new JsonObject("""
                {"mode": "required", "certificates": [{"cert": "c", "key": "k"}], "clientAuth": "optional", "ca": "ca"}""");
        return BusportConfig.from(
                        new JsonObject().put("auth", new JsonObject(json)).put("tls", tls))
                .auth();
    }

    static AuthConfig tokens() {
        return config("{\"mode\": \"tokens\", \"tokens\": {\"file\": \"tokens\"}}");
    }

    static AuthConfig jwt() {
        return config(jwtJson("keys.json").encode());
    }

    static JsonObject jwtJson(String keys) {
        return new JsonObject()
                .put("mode", "jwt")
                .put(
                        "jwt",
                        new JsonObject()
                                .put("keys", keys)
                                .put("issuer", ISSUER)
                                .put("audience", AUDIENCE)
                                .put("leeway", "0s"));
    }

    /** A line of the file of tokens. */
    static String line(String principal, String token, @Nullable Instant expires, String... authorities) {
        return TokenEntry.of(principal, token, Set.of(authorities), expires).toLine() + "\n";
    }

    static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** The file of public keys. */
    static String jwks(ECKey... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    /** Claims that are accepted, of river, for so many seconds. */
    static JWTClaimsSet.Builder claims(long seconds) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("river")
                .claim("authorities", List.of("clerk"))
                .expirationTime(Date.from(Instant.now().plusSeconds(seconds)));
    }

    static String signed(JWTClaimsSet claims, ECKey key) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
