# shellcheck shell=bash
# What goes wrong between a client behind NAT and its gateway. A verb returns as soon as its fault is in force, and may be said again
# with another value while programs talk. ROUTER is home, cgn, node or node2; nothing here outlives the lab.
#
#   natlab.sh unknown NAME ROUTER heal|drop|reset  what home or cgn does with a packet of a connection that it does not know: makes a
#                                            new mapping if it comes from inside (the default), drops it, or answers with RST
#   natlab.sh forget NAME ROUTER CLIENT      ROUTER forgets the connections of client a or b, and nobody else's
#   natlab.sh idle NAME ROUTER SECONDS       ROUTER forgets a connection that was idle for so long, counted from its next packet
#   natlab.sh readdress NAME ADDRESS         another public address for the clients, in 198.51.100.0/24; the old mappings are gone
#   natlab.sh blackhole NAME both|up|down|off  no packet passes the internet, and nobody is told; up is from clients to gateways
#   natlab.sh mtu NAME BYTES|off             longer packets do not pass the internet, and nobody is told
#   natlab.sh loss NAME PERCENT|off          so many packets do not pass the internet, each way, at random
#   natlab.sh caught NAME HOST CHAIN         prints how many packets a fault took since it was set, and how many it saw. Chains:
#                                            UNKNOWN on home and cgn; BLACKHOLE, MTU and LOSS on internet
#
# Sourced by natlab.sh.

# Each fault of the path has a chain that is empty while all is well. Dropping here sends no ICMP: a fault is silent.
hook_faults() {
    on internet iptables-restore -w 5 <<-END
	*filter
	:BLACKHOLE - [0:0]
	:MTU - [0:0]
	:LOSS - [0:0]
	-A FORWARD -j BLACKHOLE
	-A FORWARD -j MTU
	-A FORWARD -j LOSS
	COMMIT
	END
}

# rewrite HOST CHAIN [RULE...]: sets the chain to these rules in one go, with counters at zero.
rewrite() {
    local rule
    {
        printf '*filter\n:%s - [0:0]\n' "$2"
        for rule in "${@:3}" "-j RETURN"; do
            [[ -z $rule ]] || echo "-A $2 $rule"
        done
        echo COMMIT
    } | on "$1" iptables-restore -w 5 --noflush
}

set_blackhole() {
    local rule=
    case ${1:-} in
        both) rule="-j DROP" ;;
        up) rule="-o node+ -j DROP" ;;
        down) rule="-i node+ -j DROP" ;;
        off) ;;
        *) fail "black hole '${1:-}': expected both, up, down or off" ;;
    esac
    rewrite internet BLACKHOLE "$rule"
}

set_mtu() {
    [[ ${1:-} =~ ^(off|[1-9][0-9]{1,3})$ ]] || fail "mtu '${1:-}': expected 10 to 9999 bytes or off"
    local rule=
    [[ $1 == off ]] || rule="-m length --length $(($1 + 1)):65535 -j DROP"
    rewrite internet MTU "$rule"
}

set_loss() {
    [[ ${1:-} =~ ^(off|[1-9][0-9]?)$ ]] || fail "loss '${1:-}': expected 1 to 99 percent or off"
    local rule=
    [[ $1 == off ]] || rule=$(printf -- '-m statistic --mode random --probability 0.%02d -j DROP' "$1")
    rewrite internet LOSS "$rule"
}

set_unknown() {
    local loose=0 answer=DROP
    [[ ${1:-} == home || ${1:-} == cgn ]] || fail "router '${1:-}': expected home or cgn"
    case ${2:-} in
        heal) loose=1 ;;
        drop) ;;
        reset) answer="REJECT --reject-with tcp-reset" ;;
        *) fail "unknown packets '${2:-}': expected heal, drop or reset" ;;
    esac
    # Without tcp_loose the tracker calls such a packet invalid; with it, only what fits no connection at all.
    on "$1" sysctl -qw net.netfilter.nf_conntrack_tcp_loose=$loose
    rewrite "$1" UNKNOWN "-p tcp -j $answer" "-j DROP"
}

set_idle() {
    [[ ${2:-} =~ ^[1-9][0-9]{0,6}$ ]] || fail "idle time '${2:-}': expected 1 to 9999999 seconds"
    on "$1" sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established="$2"
}

# The router that has the clients' public address.
outermost() { if exists cgn; then echo cgn; else echo home; fi; }

# A new address as after dialling in again: whatever was known of the old one is gone with it.
readdress() {
    local router
    [[ ${1:-} =~ ^198\.51\.100\.([2-9]|[1-9][0-9])$ ]] || fail "address '${1:-}': expected 198.51.100.2 to 198.51.100.99"
    router=$(outermost)
    configure "$router" <<-END
	addr flush dev wan
	addr add $1/24 dev wan
	route add default via 198.51.100.1
	END
    flush "$router"
}

# connections ROUTER CLIENT: the client's connections as they reach the router, lines of "ADDRESS PORT".
connections() {
    case $1 in
        home) client_address "$2" | tracked home | cut -d ' ' -f 1,2 ;;
        cgn) connections home "$2" | tracked home | cut -d ' ' -f 3,4 ;;
        node*) connections "$(outermost)" "$2" | tracked "$(outermost)" | cut -d ' ' -f 3,4 ;;
    esac
}

# tracked ROUTER: for sources from stdin, "ADDRESS" or "ADDRESS PORT", lines of "ADDRESS PORT NEW-ADDRESS NEW-PORT".
tracked() {
    awk 'NR == FNR { wanted[$0]; next }
        {
            n = 0
            for (i = 1; i <= NF; i++) if (split($i, pair, "=") == 2 && pair[1] ~ /^(src|dst|sport|dport)$/) v[++n] = pair[2]
            # src dst sport dport as the packet came, and again as an answer is expected
            if (n == 8 && (v[1] in wanted || v[1] " " v[3] in wanted)) print v[1], v[3], v[6], v[8]
        }' - <(on "$1" conntrack -L -p tcp 2>/dev/null)
}

forget() {
    local address port forgotten=0
    [[ ${2:-} == a || ${2:-} == b ]] || fail "client '${2:-}': expected a or b"
    while read -r address port; do
        # An entry may end by itself between the two looks.
        on "$1" conntrack -D -p tcp -s "$address" --sport "$port" &>/dev/null && forgotten=$((forgotten + 1))
    done < <(connections "$1" "$2")
    # A fault that did not happen must not be mistaken for one that was survived.
    ((forgotten > 0)) || fail "$1 knows no connection of client $2"
}

caught() {
    on "$1" iptables -w 5 -nvxL "$2" | awk 'NR > 2 { seen += $1; if ($3 != "RETURN") caught += $1 } END { print caught + 0, seen + 0 }'
}

router() {
    [[ " home cgn node node2 " == *" ${1:-} "* ]] || fail "router '${1:-}': expected home, cgn, node or node2"
    known_host "$1"
}

# fault VERB ARGUMENTS...
fault() {
    case $1 in
        unknown) router "${2:-}" && set_unknown "${@:2}" ;;
        forget) router "${2:-}" && forget "${@:2}" ;;
        idle) router "${2:-}" && set_idle "${@:2}" ;;
        readdress) known_host home && readdress "${@:2}" ;;
        blackhole) known_host internet && set_blackhole "${@:2}" ;;
        mtu) known_host internet && set_mtu "${@:2}" ;;
        loss) known_host internet && set_loss "${@:2}" ;;
        dark | apart) known_host node && "set_$1" "${@:2}" ;;
        crash) known_host "${2:-}" && crash "$2" ;;
        caught) known_host "${2:-}" && caught "$2" "${3:-}" ;;
        *) usage ;;
    esac
}
