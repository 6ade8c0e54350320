#!/bin/sh
# What a container runtime does, in new namespaces that unshare has made (mount, pid, net): the image read-only, an own /proc and /tmp, the
# ConfigMap mounted, one address, another user without any capability; and then the program itself, as process 1.
#
# The image of the tests has no base, so the Java and the libraries of this machine are mounted into it, read-only as well.
#
#   container.sh ROOT CONF CONF_DIR JAVA_HOME ADDRESS UID:GID NAME COMMAND...
set -eu
root=$1 conf=$2 conf_dir=$3 java=$4 address=$5 user=$6 name=$7
shift 7

ip link set lo up
ip address add "$address/32" dev lo

mount --bind "$root" "$root"
for dir in /usr /bin /lib /lib64 /dev /etc/java* "$java"; do
    if [ -d "$dir" ]; then
        mkdir -p "$root$dir"
        mount --bind "$dir" "$root$dir"
        mount -o remount,bind,ro "$root$dir"
    fi
done
mkdir -p "$root/proc" "$root/tmp" "$root/etc" "$root$conf_dir"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/tmp"
mount --bind "$conf" "$root$conf_dir"
mount -o remount,bind,ro "$root$conf_dir"
# A name server of one name: the headless Service, with this pod alone.
echo "hosts: files" >"$root/etc/nsswitch.conf"
printf '127.0.0.1 localhost\n%s %s\n' "$address" "$name" >"$root/etc/hosts"
mount -o remount,bind,ro "$root"

cd /
PATH=$java/bin:$PATH
export PATH
exec chroot "$root" setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --no-new-privs \
    --inh-caps=-all --bounding-set=-all "$@"
