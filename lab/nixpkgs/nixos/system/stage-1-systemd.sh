#! @shell@
# Plays systemd in the initrd of these machines, and prints what it prints.

export LD_LIBRARY_PATH=@extraUtils@/lib PATH=@extraUtils@/bin
ln -s @extraUtils@/bin /bin
ln -s @extraUtils@/bin /sbin
targetRoot=/sysroot
mkdir -p /dev /proc /sys /run /tmp /etc/udev $targetRoot
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs -o mode=755 tmpfs /run

ok() { echo "[  OK  ] $1"; }

fail() {
    echo "[FAILED] Failed to start $1."
    echo "[DEPEND] Dependency failed for /sysroot."
    echo "[DEPEND] Dependency failed for Initrd Root File System."
    echo "You are in emergency mode. After logging in, type \"journalctl -xb\" to view"
    echo "system logs, \"systemctl reboot\" to reboot, or \"exit\""
    echo "to continue bootup."
    echo
    echo "Cannot open access to console, the root account is locked."
    echo "See sulogin(8) man page for more details."
    while :; do sleep 3600; done
}

# job NAME COMMAND...: runs it, and says like systemd that it still runs, without a limit
job() {
    local name="$1" pid n=0; shift
    "$@" &
    pid=$!
    while kill -0 $pid 2>/dev/null; do
        sleep 1
        n=$((n + 1))
        [ $n -lt 5 ] || ! kill -0 $pid 2>/dev/null || printf '\r[ \033[0;31m*\033[0m    ] A start job is running for %s (%ss / no limit)' "$name" "$n"
    done
    wait $pid
}

waitDevice() {
    local try=90
    until [ -e "$1" ]; do
        try=$((try - 1))
        [ $try -gt 0 ] || { echo "[ TIME ] Timed out waiting for device $1."; fail "$1"; }
        sleep 1
    done
}

grep PRETTY_NAME /etc/initrd-release | sed 's/PRETTY_NAME="\(.*\)"/\nWelcome to \1!\n/'
@setHostId@
echo @extraUtils@/bin/modprobe > /proc/sys/kernel/modprobe
init=
for o in $(cat /proc/cmdline); do
    case $o in init=*) init=${o#init=} ;; esac
done

ok "Reached target Slice Units."
ok "Listening on udev Kernel Socket."
echo "         Starting Load Kernel Modules..."
loadModules() {
    local m
    grep -v '^ *\(#.*\)\?$' /etc/modules-load.d/nixos.conf | while read -r m; do
        modprobe "$m" || echo "systemd-modules-load[81]: Failed to find module '$m'"
    done
}
job "Load Kernel Modules" loadModules
ok "Finished Load Kernel Modules."

echo "         Starting Rule-based Manager for Device Events and Files..."
ln -s @udevRules@ /etc/udev/rules.d
mkdir -p /run/udev
ln -s @extraUtils@/bin/udevadm /tmp/systemd-udevd
/tmp/systemd-udevd --daemon
udevadm trigger --action=add
udevadm settle -t 30
ok "Started Rule-based Manager for Device Events and Files."
ok "Finished Coldplug All udev Devices."
@openLuks@
@importPools@

exec 3< @fsInfo@
while read -u 3 mountPoint; do
    read -u 3 device
    read -u 3 fsType
    read -u 3 options
    case $device in /dev/*) waitDevice "$device" ;; esac
    mkdir -p "$targetRoot$mountPoint"
    echo "         Mounting $targetRoot${mountPoint%/}..."
    mount -t "$fsType" -o "$options" "$device" "$targetRoot$mountPoint" || fail "$targetRoot${mountPoint%/}"
    ok "Mounted $targetRoot${mountPoint%/}."
done
exec 3>&-
ok "Reached target Initrd File Systems."

udevadm control --exit || true
if [ ! -e "$targetRoot$init" ] && [ ! -L "$targetRoot$init" ]; then
    echo "Failed to canonicalize $targetRoot$init: No such file or directory"
    fail "NixOS Activation"
fi
ok "Reached target Switch Root."
echo "         Starting Switch Root..."
mkdir -m 0755 -p $targetRoot/proc $targetRoot/sys $targetRoot/dev $targetRoot/run
mount --move /proc $targetRoot/proc
mount --move /sys $targetRoot/sys
mount --move /dev $targetRoot/dev
mount --move /run $targetRoot/run
exec env -i @extraUtils@/bin/switch_root "$targetRoot" "$init"
