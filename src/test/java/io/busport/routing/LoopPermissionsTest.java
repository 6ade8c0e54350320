package io.busport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.config.BusportConfig;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopPermissionsTest {
    private static final Set<String> NOBODY = Set.of();
    private static final Set<String> ADMIN = Set.of("admin");

    private final LivePermissions live = new LivePermissions(permissions("""
            {"inbound": [{"addressRegex": "a\\\\..+"}, {"address": "b", "requiredAuthority": "admin"},
                         {"address": "c", "match": {"n": 1}}],
             "outbound": [{"addressRegex": "x\\\\..+"}, {"address": "y", "match": {"n": 1}}]}"""));
    private final LoopPermissions loop = new LoopPermissions(live);

    @Test
    void what_is_remembered_decides_as_what_is_not() {
        for (int times = 0; times < 3; times++) {
            assertThat(loop.refusalOfSend("send", "a.1", null, NOBODY)).isNull();
            assertThat(loop.refusalOfSend("send", "b", null, ADMIN)).isNull();
            assertThat(loop.refusalOfSend("send", "b", null, NOBODY))
                    .isEqualTo(live.current().refusalOfSend("send", "b", null, NOBODY))
                    .contains("requires authority");
            assertThat(loop.refusalOfSend("send", "c", n(1), NOBODY)).isNull();
            assertThat(loop.refusalOfSend("send", "c", n(2), NOBODY)).contains("does not fit");
            assertThat(loop.refusalOfSend("send", "x.1", null, ADMIN)).contains("no inbound rule");
            assertThat(loop.refusalOfRegister("x.1", NOBODY)).isNull();
            assertThat(loop.refusalOfRegister("a.1", NOBODY)).contains("no outbound rule");
            assertThat(loop.permitsDelivery("y", n(1), NOBODY)).isTrue();
            assertThat(loop.permitsDelivery("y", n(2), NOBODY)).isFalse();
        }
        assertThat(loop.remembered()).isEqualTo(7);
    }

    @Test
    void a_reload_holds_for_the_next_message() {
        assertThat(loop.refusalOfSend("send", "a.1", null, NOBODY)).isNull();
        assertThat(loop.permitsDelivery("x.1", null, NOBODY)).isTrue();
        live.replace(permissions("{\"inbound\": [\"new\"], \"outbound\": []}"));
        assertThat(loop.refusalOfSend("send", "a.1", null, NOBODY)).isNotNull();
        assertThat(loop.refusalOfSend("send", "new", null, NOBODY)).isNull();
        assertThat(loop.permitsDelivery("x.1", null, NOBODY)).isFalse();
        assertThat(loop.refusalOfRegister("x.1", NOBODY)).contains("there are no outbound rules");
    }

    @Test
    void a_client_that_makes_addresses_up_does_not_fill_the_memory() {
        for (int i = 0; i < 3 * LoopPermissions.REMEMBERED; i++) {
            assertThat(loop.refusalOfSend("send", "made up " + i, null, NOBODY)).isNotNull();
            assertThat(loop.refusalOfSend("send", "a.1", null, NOBODY)).isNull();
        }
        assertThat(loop.remembered()).isEqualTo(LoopPermissions.REMEMBERED);
    }

    private static JsonObject n(int n) {
        return new JsonObject().put("n", n);
    }

    private static Permissions permissions(String json) {
        JsonObject tree = new JsonObject().put("permissions", new JsonObject(json));
        return Permissions.of(BusportConfig.from(tree).permissions());
    }
}
