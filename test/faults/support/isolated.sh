#!/bin/sh
# A network with nothing but loopback, in which every address is this machine and names are asked for at an address nobody answers on.
# usage: unshare --user --map-root-user --net --mount sh isolated.sh <empty file> <program> [argument…]
set -e
ip link set lo up
ip route add local default dev lo
ip -6 route add local default dev lo 2>/dev/null || true
echo 'nameserver 192.0.2.53' > "$1"
mount --bind "$1" /etc/resolv.conf
shift
exec "$@"
