# shellcheck shell=bash
# The lab's Service, written on each node as kube-proxy writes it in iptables mode. Only its hashed chain names are made readable.
#
#   PREROUTING, OUTPUT --> KUBE-SERVICES --(to the cluster address)--> KUBE-SVC --> KUBE-SEP-POD1 --> DNAT to pod1
#                              |                                        ^   +-----> KUBE-SEP-POD2 --> DNAT to pod2
#                              +--(to the node)--> KUBE-NODEPORTS --> KUBE-EXT
#                                                                       +--(policy local)--> KUBE-SVL --> KUBE-SEP-...
#   POSTROUTING --> KUBE-POSTROUTING --> MASQUERADE what KUBE-MARK-MASQ has marked: under policy cluster, all from outside
#
# Sourced by natlab.sh.

readonly POD_CIDR=10.244.0.0/16
readonly CLUSTER_IP=10.96.0.80
readonly PORT=8000
readonly NODE_PORT=30800
readonly SERVICE=busport/busport:gateway

# hook_kube_proxy NODE: the jumps from the kernel's own chains, written once. Masquerading what leaves the cluster is the network plugin's
# rule.
hook_kube_proxy() {
    on "$1" iptables-restore -w 5 <<-END
	*filter
	:KUBE-SERVICES - [0:0]
	:KUBE-EXTERNAL-SERVICES - [0:0]
	:KUBE-FORWARD - [0:0]
	-A INPUT -m conntrack --ctstate NEW -j KUBE-EXTERNAL-SERVICES
	-A FORWARD -j KUBE-FORWARD
	-A FORWARD -m conntrack --ctstate NEW -j KUBE-SERVICES
	-A FORWARD -m conntrack --ctstate NEW -j KUBE-EXTERNAL-SERVICES
	-A OUTPUT -m conntrack --ctstate NEW -j KUBE-SERVICES
	-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
	-A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT
	-A KUBE-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
	COMMIT
	*nat
	:KUBE-SERVICES - [0:0]
	:KUBE-POSTROUTING - [0:0]
	:KUBE-MARK-MASQ - [0:0]
	-A PREROUTING -j KUBE-SERVICES
	-A OUTPUT -j KUBE-SERVICES
	-A POSTROUTING -j KUBE-POSTROUTING
	-A POSTROUTING -s $POD_CIDR ! -d $POD_CIDR -j MASQUERADE --random-fully
	-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
	-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000
	-A KUBE-POSTROUTING -j MASQUERADE --random-fully
	-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
	COMMIT
	END
}

# One line per pod, each with its share of what the lines before have left: 1/n, 1/(n-1), ... and the last takes the rest.
balance() {
    local chain=$1 left=$(($# - 1)) pod share
    for pod in "${@:2}"; do
        share=
        ((left == 1)) || share="-m statistic --mode random --probability $(awk "BEGIN { printf \"%.10f\", 1 / $left }")"
        echo "-A $chain $share -j KUBE-SEP-${pod^^}"
        left=$((left - 1))
    done
}

# with_endpoints NODE POLICY POD...
with_endpoints() {
    local node=$1 policy=$2 pod here=()
    echo "-A KUBE-SERVICES -d $CLUSTER_IP/32 -p tcp -m tcp --dport $PORT -j KUBE-SVC-BUSPORT"
    echo "-A KUBE-NODEPORTS -p tcp -m tcp --dport $NODE_PORT -j KUBE-EXT-BUSPORT"
    if [[ $policy == cluster ]]; then
        echo "-A KUBE-EXT-BUSPORT -j KUBE-MARK-MASQ"
        echo "-A KUBE-EXT-BUSPORT -j KUBE-SVC-BUSPORT"
    else
        echo "-A KUBE-EXT-BUSPORT -s $POD_CIDR -j KUBE-SVC-BUSPORT"
        echo "-A KUBE-EXT-BUSPORT -m addrtype --src-type LOCAL -j KUBE-MARK-MASQ"
        echo "-A KUBE-EXT-BUSPORT -m addrtype --src-type LOCAL -j KUBE-SVC-BUSPORT"
        echo "-A KUBE-EXT-BUSPORT -j KUBE-SVL-BUSPORT"
        for pod in "${@:3}"; do
            [[ $(node_of "$pod") != "$node" ]] || here+=("$pod")
        done
        balance KUBE-SVL-BUSPORT "${here[@]}"
    fi
    echo "-A KUBE-SVC-BUSPORT ! -s $POD_CIDR -d $CLUSTER_IP/32 -p tcp -m tcp --dport $PORT -j KUBE-MARK-MASQ"
    balance KUBE-SVC-BUSPORT "${@:3}"
    for pod in "${@:3}"; do
        echo "-A KUBE-SEP-${pod^^} -s $(pod_address "$pod")/32 -j KUBE-MARK-MASQ"
        echo "-A KUBE-SEP-${pod^^} -p tcp -m tcp -j DNAT --to-destination $(pod_address "$pod"):$PORT"
    done
}

# sync_service POLICY [POD...]: like kube-proxy, writes all of the Service's rules in one go and touches no live connection.
sync_service() {
    [[ $1 == cluster || $1 == local ]] || fail "policy '$1': expected cluster or local"
    local pod node
    for pod in "${@:2}"; do
        [[ " $(pods) " == *" $pod "* ]] || fail "endpoint '$pod': expected one of $(pods)"
    done
    for node in $(nodes); do
        sync_node "$node" "$@"
    done
    # The first node remembers its Service in a place that goes away with it.
    ip -n "$(ns node)" link set lo alias "$*"
}

# sync_node NODE POLICY [POD...]
sync_node() {
    local node=$1 policy=$2 pod here=
    for pod in "${@:3}"; do
        [[ $(node_of "$pod") != "$node" ]] || here=yes
    done
    {
        echo "*filter"
        printf ':%s - [0:0]\n' KUBE-SERVICES KUBE-EXTERNAL-SERVICES
        if (($# == 2)); then
            local why="-m comment --comment \"$SERVICE has no endpoints\""
            echo "-A KUBE-SERVICES $why -d $CLUSTER_IP/32 -p tcp -m tcp --dport $PORT -j REJECT"
            echo "-A KUBE-EXTERNAL-SERVICES $why -m addrtype --dst-type LOCAL -p tcp -m tcp --dport $NODE_PORT -j REJECT"
        elif [[ $policy == local && -z $here ]]; then
            local why="-m comment --comment \"$SERVICE has no local endpoints\""
            echo "-A KUBE-EXTERNAL-SERVICES $why -m addrtype --dst-type LOCAL -p tcp -m tcp --dport $NODE_PORT -j DROP"
        fi
        echo "COMMIT"
        echo "*nat"
        printf ':%s - [0:0]\n' KUBE-SERVICES KUBE-NODEPORTS KUBE-{EXT,SVC,SVL}-BUSPORT
        for pod in $(pods); do
            printf ':%s - [0:0]\n' "KUBE-SEP-${pod^^}"
        done
        (($# == 2)) || with_endpoints "$@"
        # Last: only what no rule before has taken may be a NodePort.
        echo "-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS"
        echo "COMMIT"
    } | on "$node" iptables-restore -w 5 --noflush
}

service() { on node cat /sys/class/net/lo/ifalias; }

set_policy() {
    local now
    read -ra now < <(service)
    sync_service "$1" "${now[@]:1}"
}

set_endpoints() {
    local now
    read -ra now < <(service)
    sync_service "${now[0]}" "$@"
}
