package io.busport.routing;

import io.busport.config.PermissionsConfig;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule, its pattern compiled.
 *
 * @param name where it stands and what it covers: {@code permissions.inbound[2] addressRegex "orders\..+"}
 * @param address null when there is a pattern
 * @param pattern null when there is an address
 * @param match empty for any body
 * @param authority null for everybody
 */
record PermissionRule(
        String name,
        @Nullable String address,
        @Nullable Pattern pattern,
        JsonObject match,
        @Nullable String authority) {

    /** @param place such as {@code permissions.inbound[2]} */
    static PermissionRule of(String place, PermissionsConfig.Rule rule) {
        String regex = rule.addressRegex();
        return new PermissionRule(
                place + (regex == null ? " address \"" + rule.address() : " addressRegex \"" + regex) + "\"",
                rule.address(),
                regex == null ? null : Pattern.compile(regex),
                rule.match(),
                rule.requiredAuthority());
    }

    boolean covers(String wanted) {
        return pattern == null
                ? wanted.equals(address)
                : pattern.matcher(wanted).matches();
    }

    boolean admits(Set<String> authorities) {
        return authority == null || authorities.contains(authority);
    }

    boolean accepts(@Nullable Object body) {
        return match.isEmpty() || BodyMatch.fits(match, body);
    }

    /** Why this rule, which covers the address, does not permit the message. */
    String refusal(Set<String> authorities) {
        return admits(authorities)
                ? name + " match " + match.encode() + " does not fit the body"
                : name + " requires authority \"" + authority + "\", which nobody proved";
    }

    /** Why this rule does not cover an address. */
    String miss() {
        return name + (pattern == null ? " is another address" : " does not fit the whole address");
    }

    /** How many characters of an address this rule, which does not cover it, has in common with it. */
    int nearness(String wanted) {
        if (address != null) {
            return commonPrefix(address, wanted);
        }
        if (pattern == null) {
            return 0;
        }
        Matcher matcher = pattern.matcher(wanted);
        return matcher.lookingAt() ? matcher.end() : commonPrefix(beginning(pattern.pattern()), wanted);
    }

    /** Upper and lower case are the same here: they are a likely mistake. */
    private static int commonPrefix(String one, String other) {
        int n = 0;
        while (n < one.length() && n < other.length() && one.regionMatches(true, n, other, n, 1)) {
            n++;
        }
        return n;
    }

    /** What an expression says literally before its first operator: {@code orders.} of {@code orders\..+}. A guess is good enough here. */
    private static String beginning(String regex) {
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length() && !Character.isLetterOrDigit(regex.charAt(i + 1))) {
                i++;
                literal.append(regex.charAt(i));
            } else if ("\\.[](){}^$|?*+".indexOf(c) >= 0) {
                break;
            } else {
                literal.append(c);
            }
        }
        return literal.toString();
    }
}
