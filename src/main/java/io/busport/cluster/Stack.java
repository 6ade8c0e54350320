package io.busport.cluster;

import io.busport.config.ClusterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jgroups.conf.ProtocolConfiguration;

/** The protocols under the engine, from the network up: how gateways find each other, and notice that one is gone. */
final class Stack {
    private Stack() {}

    static List<ProtocolConfiguration> of(ClusterConfig config, String host) {
        List<ProtocolConfiguration> stack = new ArrayList<>();
        stack.add(transport(config, host));
        stack.add(discovery(config, host));
        // Two halves find each other within the longer of these, after the network is whole again.
        stack.add(protocol("MERGE3", "min_interval", "1s", "max_interval", "3s", "check_interval", "6s"));
        // A process that dies: its connection breaks.
        stack.add(protocol(
                "FD_SOCK2",
                "bind_addr",
                host,
                "offset",
                text(config.failurePort() - config.port()),
                "port_range",
                "0",
                "connect_timeout",
                "500"));
        // A machine, or a network: nothing is heard.
        stack.add(protocol(
                "FD_ALL3",
                "timeout",
                millis(config.failureTimeout()),
                "interval",
                millis(config.failureTimeout().dividedBy(5))));
        // It waits that long even for a process that is gone. Who is suspected closed its connection, or was silent for
        // long before.
        stack.add(protocol("VERIFY_SUSPECT2", "timeout", "250"));
        stack.add(protocol(
                "pbcast.NAKACK2", "use_mcast_xmit", "false", "xmit_interval", "200", "resend_last_seqno", "true"));
        stack.add(protocol("UNICAST3", "conn_close_timeout", "5s", "xmit_interval", "200"));
        stack.add(protocol("pbcast.STABLE", "desired_avg_gossip", "5s", "max_bytes", "1M"));
        stack.add(protocol(
                "pbcast.GMS",
                "print_local_addr",
                "false",
                "join_timeout",
                millis(config.joinTimeout()),
                "leave_timeout",
                "2s",
                "view_ack_collection_timeout",
                "2s"));
        stack.add(protocol("UFC", "max_credits", "4m", "min_threshold", "0.40"));
        stack.add(protocol("MFC", "max_credits", "4m", "min_threshold", "0.40"));
        stack.add(protocol("FRAG4", "frag_size", "60k"));
        return stack;
    }

    private static ProtocolConfiguration transport(ClusterConfig config, String host) {
        // A full socket to a member behind a broken network must hold up nobody. TCP, even with non_blocking_sends,
        // says goodbye on that socket before it installs the view without the member, and waits there for as long
        // as the network stays broken: seen with JGroups 5.5.5.
        return protocol(
                "TCP_NIO2",
                "bind_addr",
                host,
                "bind_port",
                text(config.port()),
                "port_range",
                "0",
                "diag.enabled",
                "false",
                "thread_naming_pattern",
                "pl",
                // A member that is gone must not hold up what is sent to the others.
                "sock_conn_timeout",
                "300",
                "tcp_nodelay",
                "true",
                "linger",
                "-1",
                "thread_pool.min_threads",
                "0",
                "thread_pool.max_threads",
                "64",
                "thread_pool.keep_alive_time",
                "30000");
    }

    private static ProtocolConfiguration discovery(ClusterConfig config, String host) {
        if (config.dns() != null) {
            return protocol("dns.DNS_PING", "dns_query", config.dns(), "dns_record_type", "A");
        }
        List<String> members = config.members().isEmpty() ? List.of(host + ":" + config.port()) : config.members();
        return protocol(
                "TCPPING",
                "initial_hosts",
                members.stream().map(m -> member(m, config.port())).collect(Collectors.joining(",")),
                "port_range",
                "0",
                // Who is in none of the lists is not forgotten for it.
                "max_dynamic_hosts",
                "64");
    }

    /** {@code host:port} as the engine writes it: {@code host[port]}. */
    private static String member(String hostAndPort, int defaultPort) {
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon > hostAndPort.lastIndexOf(']');
        String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return bare + "[" + (hasPort ? hostAndPort.substring(colon + 1) : text(defaultPort)) + "]";
    }

    private static ProtocolConfiguration protocol(String name, String... keysAndValues) {
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new ProtocolConfiguration(name, properties);
    }

    private static String millis(Duration d) {
        return String.valueOf(d.toMillis());
    }

    private static String text(int n) {
        return String.valueOf(n);
    }
}
