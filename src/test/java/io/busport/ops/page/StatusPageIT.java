package io.busport.ops.page;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.sessions.HandMadeClient;
import io.busport.testing.AdminClient;
import io.busport.testing.Chromium;
import io.busport.testing.LocalGateway;
import io.busport.testing.TextSocket;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The status page over HTTP, and as a browser shows it. Pictures of it are in {@code target/status-page}. */
@Timeout(120)
class StatusPageIT {
    private static final String TOKEN = "0123456789abcdef";
    private static final String HOSTILE =
            "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
    private static final Path PICTURES = Path.of("target/status-page");

    private static LocalGateway gateway;
    private static AdminClient admin;
    private static @Nullable Chromium browser;

    private static Path profile;

    private HandMadeClient river;
    private TextSocket nc;

    @BeforeAll
    static void start(@TempDir Path dir) {
        profile = dir;
        gateway = new LocalGateway("{\"admin\": {\"token\": \"" + TOKEN + "\"}}");
        admin = gateway.admin();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        gateway.close();
    }

    /** One for all tests: it takes seconds to start. */
    private static Chromium browser() {
        Chromium there = browser == null ? new Chromium(profile) : browser;
        browser = there;
        there.scripts(true);
        return there;
    }

    @BeforeEach
    void clients() {
        river = new HandMadeClient(gateway.port(), session("river"));
        river.resumeBecause(HOSTILE);
        nc = gateway.connect();
        assertThat(nc.ask("hello")).isEqualTo("hello");
    }

    private static JsonObject session(String name) {
        return new JsonObject()
                .put("session", new JsonObject().put("name", name).put("expiry", 0));
    }

    @AfterEach
    void goodbye() {
        river.say("{\"type\":\"bye\"}").close();
        nc.close();
    }

    // --- as it is

    @Test
    void it_is_a_page_that_loads_nothing_from_elsewhere_and_runs_nothing_that_stands_in_it() {
        var page = admin.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        for (String file : new String[] {"/page.css", "/page.js", "/icon.svg"}) {
            var asset = admin.get(file);
            assertThat(asset.statusCode()).as(file).isEqualTo(200);
            assertThat(asset.body().replace("http://www.w3.org/2000/svg", ""))
                    .as(file)
                    .isNotBlank()
                    .doesNotContain("http:", "https:", "url(");
        }
    }

    @Test
    void sessions_and_connections_are_there_without_a_script() {
        String page = admin.get("/").body();
        assertThat(page).contains(river.session(), nc.localAddress(), "resumed once", "one copy: this gateway");
        assertThat(page).contains("&lt;img src=x onerror=").doesNotContain("<img", "<script>");
    }

    @Test
    void a_search_shows_what_has_the_words_in_a_name_an_id_or_an_address() {
        assertThat(admin.get("/?find=RIV").body()).contains(river.session()).doesNotContain(nc.localAddress());
        String port = nc.localAddress().substring(nc.localAddress().indexOf(':'));
        assertThat(admin.get("/?find=" + port).body())
                .contains(nc.localAddress())
                .doesNotContain(river.session());
        assertThat(admin.get("/?find=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").body())
                .contains("&quot;&gt;&lt;script&gt;")
                .doesNotContain("<script>");
    }

    // --- as it is seen

    @ParameterizedTest
    @CsvSource({"1280, 900, light", "390, 844, dark"})
    void it_fits_the_window_and_stays_live(int width, int height, String scheme) {
        Chromium page = browser();
        page.prefer(scheme);
        page.open(admin.url("/"), width, height);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        assertThat(page.evaluate("document.querySelectorAll('img').length")).isEqualTo(0);
        assertThat(page.evaluate("document.getElementById('sessions').innerText"))
                .asString()
                .contains("river", "127.0.0.1:", "<img src=x onerror=");
        assertThat(page.evaluate("document.title")).asString().endsWith("ready");
        try (TextSocket late = gateway.connect()) {
            assertThat(late.ask("late")).isEqualTo("late");
            String shown = "document.getElementById('connections').innerText.includes('" + late.localAddress() + "')";
            await().atMost(20, SECONDS).until(() -> page.evaluate(shown).equals(true));
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
            page.screenshot(PICTURES.resolve(width + "-" + scheme + ".png"));
        }
        assertThat(page.complaints()).isEmpty();
        assertThat(page.requests()).isNotEmpty().allMatch(url -> url.startsWith(admin.url("/")));
    }

    @Test
    void an_operator_presses_a_button() {
        Chromium page = browser();
        page.open(admin.url("/"), 1280, 900);
        String row = "[...document.querySelectorAll('#connections tr')].find(tr => tr.innerText.includes('"
                + nc.localAddress() + "'))";
        assertThat(page.evaluate(row + ".querySelector('button').click(); outcome.textContent"))
                .isEqualTo("The admin token is needed.");
        page.evaluate("token.value = 'wrong wrong wrong'; " + row + ".querySelector('button').click()");
        await().atMost(20, SECONDS)
                .until(() -> page.evaluate("outcome.textContent").toString().contains("wrong or no token"));
        assertThat(nc.ask("still here")).isEqualTo("still here");
        page.evaluate("token.value = '" + TOKEN + "'; " + row + ".querySelector('button').click()");
        assertThat(nc.readLine()).endsWith("[admin]");
        await().atMost(20, SECONDS)
                .until(() -> page.evaluate("outcome.textContent").toString().endsWith("done."));
        // The token is in nothing that outlives the page.
        assertThat(page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length"))
                .isEqualTo(0);
    }

    @Test
    void without_scripts_the_tables_are_there_and_the_buttons_are_not() {
        Chromium page = browser();
        page.scripts(false);
        page.open(admin.url("/"), 390, 844);
        page.screenshot(PICTURES.resolve("390-no-script.png"));
        String text = page.text();
        assertThat(text)
                .contains("river", nc.localAddress(), "The buttons need a script.")
                .doesNotContain("Expire");
    }
}
