#!/usr/bin/env bash
# A home, the internet and a Kubernetes node on one Linux machine, made of network namespaces: two routers that translate
# addresses, between a client and a gateway, as they are in the field.
#
#   a 192.168.1.10 --+                                                                            +-- pod1 10.244.1.2
#                    |  home                     internet                  node                   |
#                   lan 192.168.1.1              routes only               203.0.113.1 eth0    cni0 10.244.1.1
#                    |  wan 198.51.100.2 ------- 198.51.100.1              NodePort 30800         |
#   b 192.168.1.11 --+  MASQUERADE,              203.0.113.254 ----------- kube-proxy's chains  --+-- pod2 10.244.1.3
#                       nobody dials in                                    conntrack, DNAT, SNAT
#
# With `cgn` the home has no public address of its own; its carrier translates once more:
#
#       home wan 100.64.0.2 ------- 100.64.0.1 cgn wan 198.51.100.2 ------- 198.51.100.1 internet
#
# With `two-nodes` the cluster has a second node, with a pod of its own, and any node leads to any pod. The nodes have a wire between them:
#
#       internet 203.0.113.254 --+-- 203.0.113.1 node  10.244.1.1 -- pod1 10.244.1.2, pod2 10.244.1.3
#                                |               |  10.0.0.1
#                                |               |  10.0.0.2
#                                +-- 203.0.113.2 node2 10.244.2.1 -- pod3 10.244.2.2
#
# Nothing leads out: no namespace has a link to the machine's own network. Several labs of different names may run at once.
#
#   natlab.sh probe                          exit 0 when this machine can run a lab; else one line on stderr says why not
#   natlab.sh up NAME [cluster|local] [cgn] [two-nodes]
#                                            builds a lab (a lab of that name is taken down first); all pods are endpoints
#   natlab.sh down NAME                      kills what runs in the lab and removes it; a lab that is not there is fine
#   natlab.sh policy NAME cluster|local      sets the Service's externalTrafficPolicy
#   natlab.sh endpoints NAME [POD...]        names the pods behind the Service; none is allowed
#   natlab.sh flush NAME [HOST]              forgets every connection tracked on HOST (default: node)
#   natlab.sh exec NAME HOST COMMAND...      runs a command on a host: a b home cgn internet node node2 pod1 pod2 pod3
#
# The faults are verbs, too: faults.sh for those on the way to the cluster, nodes.sh for those inside.
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
readonly HERE
# shellcheck source=kube-proxy.sh
source "$HERE/kube-proxy.sh"
# shellcheck source=nodes.sh
source "$HERE/nodes.sh"
# shellcheck source=faults.sh
source "$HERE/faults.sh"

readonly HOSTS=(a b home cgn internet node node2 pod1 pod2 pod3)

fail() {
    echo "natlab: $*" >&2
    exit 1
}

usage() {
    sed -n 's/^#   natlab\.sh /natlab.sh /p' "$0" "$HERE/faults.sh" "$HERE/nodes.sh" >&2
    exit 2
}

# The lab's name is part of every namespace's name; a dot in it could make two labs share one.
lab=
use_lab() {
    [[ ${1:-} =~ ^[A-Za-z0-9_-]{1,40}$ ]] || fail "lab name '${1:-}': expected 1 to 40 of A-Z a-z 0-9 _ -"
    lab=$1
}

ns() { echo "natlab.$lab.$1"; }
exists() { [[ -e /run/netns/$(ns "$1") ]]; }
on() { ip netns exec "$(ns "$1")" "${@:2}"; }

known_host() {
    [[ " ${HOSTS[*]} " == *" ${1:-} "* ]] || fail "host '${1:-}': expected one of ${HOSTS[*]}"
    exists "$1" || fail "lab '$lab' is not up or has no such host: namespace $(ns "$1") does not exist"
}

# wait_until SECONDS WHAT COMMAND...
wait_until() {
    local deadline=$((SECONDS + $1)) what=$2
    until "${@:3}"; do
        ((SECONDS <= deadline)) || fail "$what: not within $1 s"
        sleep 0.02
    done
}

# ---- building ---------------------------------------------------------------------------------------------------------

add_host() {
    ip netns add "$(ns "$1")"
    ip -n "$(ns "$1")" link set lo up
    # Without IPv6 there is nothing to wait for (duplicate address detection) and no second way through the lab.
    on "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 2>/dev/null || true
}

# wire HOST INTERFACE HOST INTERFACE: both ends are born in their namespaces; nothing ever appears on the machine itself.
# One packet on a wire is one packet: left alone, the kernel passes long runs of a stream on as one, and a router that measures or
# loses packets would take what no real router ever sees.
wire() {
    ip -n "$(ns "$1")" link add "$2" type veth peer name "$4" netns "$(ns "$3")"
    ip -n "$(ns "$1")" link set "$2" up gso_max_segs 1
    ip -n "$(ns "$3")" link set "$4" up gso_max_segs 1
}

# configure HOST: `ip` commands from stdin, one per line.
configure() { ip -n "$(ns "$1")" -batch -; }

bridge_forwards() {
    local state
    for state in $(on "$1" sh -c 'cat /sys/class/net/*/brport/state'); do
        [[ $state == 3 ]] || return 1
    done
}

build_home() {
    wire a eth0 home port-a
    wire b eth0 home port-b
    configure home <<-END
	link add lan type bridge forward_delay 0
	link set lan up
	link set port-a master lan
	link set port-b master lan
	addr add 192.168.1.1/24 dev lan
	END
    configure a <<-END
	addr add 192.168.1.10/24 dev eth0
	route add default via 192.168.1.1
	END
    configure b <<-END
	addr add 192.168.1.11/24 dev eth0
	route add default via 192.168.1.1
	END

    masquerade home lan
}

client_address() { case $1 in a) echo 192.168.1.10 ;; b) echo 192.168.1.11 ;; esac }

# masquerade ROUTER INSIDE: everybody behind the interface INSIDE shares the address of the interface wan.
masquerade() {
    on "$1" sysctl -qw net.ipv4.ip_forward=1
    on "$1" iptables-restore -w 5 <<-END
	*nat
	-A POSTROUTING -o wan -j MASQUERADE
	COMMIT
	*filter
	:INPUT ACCEPT [0:0]
	:FORWARD DROP [0:0]
	:UNKNOWN - [0:0]
	-A INPUT -i wan -m conntrack --ctstate INVALID -j UNKNOWN
	-A INPUT -i wan -m conntrack ! --ctstate RELATED,ESTABLISHED -j DROP
	-A FORWARD -m conntrack --ctstate INVALID -j UNKNOWN
	-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
	-A FORWARD -i $2 -j ACCEPT
	COMMIT
	END
    # What home routers ship with: a mapping that was lost is rebuilt by the next packet from inside.
    set_unknown "$1" heal
}

# build_public ROUTER: its way to the internet.
build_public() {
    wire "$1" wan internet home
    configure "$1" <<-END
	addr add 198.51.100.2/24 dev wan
	route add default via 198.51.100.1
	END
}

build_cgn() {
    wire home wan cgn access
    configure home <<-END
	addr add 100.64.0.2/24 dev wan
	route add default via 100.64.0.1
	END
    configure cgn <<-END
	addr add 100.64.0.1/24 dev access
	END
    masquerade cgn access
}

build_internet() {
    configure internet <<-END
	addr add 198.51.100.1/24 dev home
	END
    on internet sysctl -qw net.ipv4.ip_forward=1
    hook_faults
}

up() {
    local policy=${1:-cluster} host more endpoints
    local hosts=(a b home internet node pod1 pod2)
    for more in "${@:2}"; do
        case $more in
            cgn) hosts+=(cgn) ;;
            two-nodes) hosts+=(node2 pod3) ;;
            *) fail "'$more': expected cgn, two-nodes or nothing" ;;
        esac
    done
    remove
    trap remove EXIT
    for host in "${hosts[@]}"; do
        add_host "$host"
    done
    build_home
    ! exists cgn || build_cgn
    build_public "$(outermost)"
    build_internet
    build_nodes
    read -ra endpoints <<<"$(pods)"
    sync_service "$policy" "${endpoints[@]}"
    # A fresh bridge port swallows frames until it forwards.
    wait_until 5 "bridge of the home" bridge_forwards home
    for host in $(nodes); do
        wait_until 5 "bridge of the pods" bridge_forwards "$host"
    done
    trap - EXIT
}

flush() {
    local said
    said=$(on "$1" conntrack -F 2>&1) || fail "conntrack -F on $1: $said"
}

# ---- taking down ------------------------------------------------------------------------------------------------------

nobody_in() {
    local pids
    pids=$(ip netns pids "$1" 2>/dev/null) || return 0
    [[ -z $pids ]] && return 0
    # shellcheck disable=SC2086 # one argument per process
    kill -KILL $pids 2>/dev/null || true
    return 1
}

remove() {
    local host
    for host in "${HOSTS[@]}"; do
        exists "$host" || continue
        wait_until 10 "processes of $host to end" nobody_in "$(ns "$host")"
        ip netns delete "$(ns "$host")"
    done
}

# ---- can this machine do it? ------------------------------------------------------------------------------------------

probe() {
    local tool error reason=
    [[ $(uname -s) == Linux ]] || fail "the lab needs Linux network namespaces; this is $(uname -s)"
    [[ $(id -u) == 0 ]] || fail "the lab needs root; this is user id $(id -u)"
    for tool in ip iptables-restore conntrack sysctl awk timeout; do
        command -v "$tool" >/dev/null || fail "the lab needs the command '$tool'; it is not on the PATH"
    done
    # The last word has a lab itself: it takes a third of a second.
    error=$({ "$0" up "probe-$$" && "$0" flush "probe-$$"; } 2>&1 >/dev/null) || reason=${error:-no reason was given}
    "$0" down "probe-$$"
    [[ -z $reason ]] || fail "this machine cannot build a lab: ${reason//$'\n'/; }"
}

case ${1:-} in
    probe) probe ;;
    up) use_lab "${2:-}" && up "${@:3}" ;;
    down) use_lab "${2:-}" && remove ;;
    policy) use_lab "${2:-}" && known_host node && set_policy "${3:-}" ;;
    endpoints) use_lab "${2:-}" && known_host node && set_endpoints "${@:3}" ;;
    flush) use_lab "${2:-}" && known_host "${3:-node}" && flush "${3:-node}" ;;
    exec)
        (($# >= 4)) || usage
        use_lab "$2" && known_host "$3"
        # Becomes the command: whoever started this script can stop the command by this process id.
        exec ip netns exec "$(ns "$3")" "${@:4}"
        ;;
    *)
        (($# >= 2)) || usage
        use_lab "$2" && fault "$1" "${@:3}"
        ;;
esac
