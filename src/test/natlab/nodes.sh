# shellcheck shell=bash
# The nodes of the lab's cluster and their pods, and what goes wrong among them. A verb returns as soon as its fault is in force.
#
#   natlab.sh dark NAME [HOST...]            all packets of these pods and nodes vanish, both ways, and nobody is told; of no others
#   natlab.sh apart NAME [POD...]            packets between each of these pods and the other pods vanish, clients reach all of them; of
#                                            no others
#   natlab.sh crash NAME NODE                the node loses its power: it goes dark, its pods' processes and their kernel's connections are
#                                            gone, and so is all that it has tracked. It stays dark until `dark` says otherwise
#
# Sourced by natlab.sh.

readonly ALL_NODES=(node node2)
readonly ALL_PODS=(pod1 pod2 pod3)

existing() {
    local host found=()
    for host in "$@"; do
        ! exists "$host" || found+=("$host")
    done
    echo "${found[*]}"
}
nodes() { existing "${ALL_NODES[@]}"; }
pods() { existing "${ALL_PODS[@]}"; }

node_of() { if [[ $1 == pod3 ]]; then echo node2; else echo node; fi; }
pod_address() { case $1 in pod1) echo 10.244.1.2 ;; pod2) echo 10.244.1.3 ;; pod3) echo 10.244.2.2 ;; esac }

# ---- building ---------------------------------------------------------------------------------------------------------

build_nodes() {
    build_node node 203.0.113.1 10.244.1.1
    exists node2 || return 0
    build_node node2 203.0.113.2 10.244.2.1
    wire node between node2 between
    configure node <<-END
	addr add 10.0.0.1/24 dev between
	route add 10.244.2.0/24 via 10.0.0.2
	END
    configure node2 <<-END
	addr add 10.0.0.2/24 dev between
	route add 10.244.1.0/24 via 10.0.0.1
	END
}

# build_node NODE PUBLIC-ADDRESS PODS'-GATEWAY
build_node() {
    wire internet "$1" "$1" eth0
    configure internet <<-END
	addr add 203.0.113.254/32 dev $1
	route add $2/32 dev $1
	END
    configure "$1" <<-END
	addr add $2/24 dev eth0
	route add default via 203.0.113.254
	link add cni0 type bridge forward_delay 0
	link set cni0 up
	addr add $3/24 dev cni0
	END
    # The timeouts are kube-proxy's. No redirects: pods shall not learn to go around the node.
    on "$1" sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.default.send_redirects=0 \
        net.ipv4.conf.cni0.send_redirects=0 net.netfilter.nf_conntrack_tcp_loose=1 \
        net.netfilter.nf_conntrack_tcp_timeout_established=86400 net.netfilter.nf_conntrack_tcp_timeout_close_wait=3600
    local pod
    for pod in $(pods_of "$1"); do
        build_pod "$pod"
    done
    hook_kube_proxy "$1"
    on "$1" iptables-restore -w 5 <<-END
	*mangle
	:DARK-FROM - [0:0]
	:DARK-TO - [0:0]
	:APART - [0:0]
	-A PREROUTING -j DARK-FROM
	-A FORWARD -j APART
	-A POSTROUTING -j DARK-TO
	COMMIT
	END
}

pods_of() {
    local pod
    for pod in $(pods); do
        [[ $(node_of "$pod") != "$1" ]] || echo "$pod"
    done
}

# build_pod POD: its wire to its node.
build_pod() {
    local node gateway
    node=$(node_of "$1")
    gateway=$(pod_address "$1")
    gateway=${gateway%.*}.1
    wire "$1" eth0 "$node" "$1"
    # Hairpin: a pod that asks for its own Service may be sent back to itself.
    ip -n "$(ns "$node")" link set "$1" master cni0
    ip -n "$(ns "$node")" link set "$1" type bridge_slave hairpin on
    # A /32: pods reach each other through the node, so that its address translation is never bypassed by the bridge.
    configure "$1" <<-END
	addr add $(pod_address "$1")/32 dev eth0
	route add $gateway dev eth0
	route add default via $gateway
	END
}

# ---- what goes wrong --------------------------------------------------------------------------------------------------

# remangle NODE RULES CHAIN...: sets the chains to these rules, a line each, in one go.
remangle() {
    {
        printf '*mangle\n'
        printf ':%s - [0:0]\n' "${@:3}"
        printf '%s\n' "$2"
        echo COMMIT
    } | on "$1" iptables-restore -w 5 --noflush
}

set_dark() {
    local host node rules
    for host in "$@"; do
        [[ " $(nodes) $(pods) " == *" $host "* ]] || fail "host '$host': expected one of $(nodes) $(pods)"
    done
    for node in $(nodes); do
        rules=
        for host in "$@"; do
            if [[ $host == "$node" ]]; then
                rules+=$'-A DARK-FROM -j DROP\n-A DARK-TO -j DROP\n'
            elif [[ $host == pod* && $(node_of "$host") == "$node" ]]; then
                rules+="-A DARK-FROM -s $(pod_address "$host") -j DROP"$'\n'"-A DARK-TO -d $(pod_address "$host") -j DROP"$'\n'
            fi
        done
        remangle "$node" "$rules" DARK-FROM DARK-TO
    done
}

set_apart() {
    local pod other node rules
    for pod in "$@"; do
        [[ " $(pods) " == *" $pod "* ]] || fail "pod '$pod': expected one of $(pods)"
    done
    for node in $(nodes); do
        rules=
        for pod in "$@"; do
            for other in $(pods); do
                [[ $other != "$pod" ]] || continue
                rules+="-A APART -s $(pod_address "$pod") -d $(pod_address "$other") -j DROP"$'\n'
                rules+="-A APART -s $(pod_address "$other") -d $(pod_address "$pod") -j DROP"$'\n'
            done
        done
        remangle "$node" "$rules" APART
    done
}

crash() {
    local pod
    [[ " $(nodes) " == *" $1 "* ]] || fail "node '$1': expected one of $(nodes)"
    set_dark "$1"
    for pod in $(pods_of "$1"); do
        wait_until 10 "processes of $pod to end" nobody_in "$(ns "$pod")"
        # The wire does not go by itself: connections that still have something to say keep the old namespace for a while.
        ip -n "$(ns "$1")" link delete "$pod"
        ip netns delete "$(ns "$pod")"
        add_host "$pod"
        build_pod "$pod"
    done
    ip -n "$(ns "$1")" neigh flush dev cni0
    wait_until 5 "bridge of the pods" bridge_forwards "$1"
    flush "$1"
}
