#! @shell@
# Plays systemd in the initrd of these machines, and prints what it prints. What a service says
# itself goes to the journal, as there: nobody sees it on the screen.

export LD_LIBRARY_PATH=@extraUtils@/lib PATH=@extraUtils@/bin
ln -s @extraUtils@/bin /bin
ln -s @extraUtils@/bin /sbin
targetRoot=/sysroot
mkdir -p /dev /proc /sys /run /tmp /etc/udev $targetRoot
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs -o mode=755 tmpfs /run
journal=/run/journal

ok() { echo "[  OK  ] $1"; }
starting() { echo "         Starting $1..."; }
depend() { echo "[DEPEND] Dependency failed for $1."; }

# failed NAME UNIT
failed() {
    echo "[FAILED] Failed to start $1."
    echo "See 'systemctl status $2' for details."
}

emergency() {
    ok "Started Emergency Shell."
    ok "Reached target Emergency Mode."
    echo "You are in emergency mode. After logging in, type \"journalctl -xb\" to view"
    echo "system logs, \"systemctl reboot\" to reboot, or \"exit\""
    echo "to continue bootup."
    echo
    echo "Cannot open access to console, the root account is locked."
    echo "See sulogin(8) man page for more details."
    while :; do sleep 3600; done
}

# noRoot   what needs the root does not come up either
noRoot() {
    depend /sysroot
    depend "Initrd Root File System"
    emergency
}

# span SECONDS   as systemd says it
span() {
    if [ $1 -lt 60 ]; then echo "${1}s"; elif [ $(($1 % 60)) -eq 0 ]; then echo "$(($1 / 60))min"; else echo "$(($1 / 60))min $(($1 % 60))s"; fi
}

# running NAME SECONDS LIMIT
running() { [ $2 -lt 5 ] || printf '\r[ \033[0;31m*\033[0m    ] A start job is running for %s (%s / %s)' "$1" "$(span $2)" "$3"; }

# job SECONDS NAME COMMAND...   runs it, and says meanwhile that it runs; after SECONDS, if not 0, it is given up
job() {
    local limit="$1" name="$2" pid n=0 shown='no limit'; shift 2
    [ $limit -eq 0 ] || shown=$(span $limit)
    "$@" >>$journal 2>&1 &
    pid=$!
    while kill -0 $pid 2>/dev/null; do
        sleep 1
        n=$((n + 1))
        if [ $limit -ne 0 ] && [ $n -ge $limit ]; then
            kill -KILL $pid
            break
        fi
        ! kill -0 $pid 2>/dev/null || running "$name" $n "$shown"
    done
    [ $n -lt 5 ] || printf '\r\033[K'
    wait $pid 2>/dev/null
}

waitDevice() {
    local n=0
    until [ -e "$1" ]; do
        n=$((n + 1))
        if [ $n -ge 90 ]; then
            printf '\r\033[K'
            echo "[ TIME ] Timed out waiting for device $1."
            noRoot
        fi
        running "$1" $n "1min 30s"
        sleep 1
    done
    [ $n -lt 5 ] || printf '\r\033[K'
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
starting "Load Kernel Modules"
loadModules() {
    local m status=0
    for m in $(grep -v '^ *[#;]' /etc/modules-load.d/nixos.conf); do
        modprobe "$m" || { echo "Failed to find module '$m'"; status=1; }
    done
    return $status
}
# The one thing that has a limit of its own; and what fails here holds up nothing.
if job 90 "Load Kernel Modules" loadModules; then
    ok "Finished Load Kernel Modules."
else
    failed "Load Kernel Modules" systemd-modules-load.service
fi

starting "Rule-based Manager for Device Events and Files"
ln -s @udevRules@ /etc/udev/rules.d
mkdir -p /run/udev
ln -s @extraUtils@/bin/udevadm /tmp/systemd-udevd
/tmp/systemd-udevd --daemon
udevadm trigger --action=add
udevadm settle -t 30
ok "Started Rule-based Manager for Device Events and Files."
ok "Finished Coldplug All udev Devices."

exec 4< /etc/crypttab
while read -u 4 name device key options; do
    waitDevice "$device"
    while :; do
        echo -n "Please enter passphrase for disk $name: (press TAB for no echo) "
        read -rs passphrase
        echo
        echo -n "$passphrase" | cryptsetup luksOpen "$device" "$name" --key-file=- >>$journal 2>&1 && break
    done
    udevadm settle -t 10
    ok "Finished Cryptography Setup for $name."
done
exec 4>&-

# A unit's own word decides whether its pool is imported by force.
importPool() {
    local unit=/etc/systemd/system/zfs-import-$1.service
    env "$(sed -n 's/^Environment="\(ZFS_FORCE=.*\)"$/\1/p' $unit)" $(sed -n 's/^ExecStart=//p' $unit)
}
for pool in @pools@; do
    starting "Import ZFS pool \"$pool\""
    if ! job 0 "Import ZFS pool \"$pool\"" importPool "$pool"; then
        failed "Import ZFS pool \"$pool\"" "zfs-import-$pool.service"
        noRoot
    fi
    ok "Finished Import ZFS pool \"$pool\"."
done

exec 3< @fsInfo@
while read -u 3 mountPoint; do
    read -u 3 device
    read -u 3 fsType
    read -u 3 options
    place=$targetRoot${mountPoint%/}
    case $device in /dev/*) waitDevice "$device" ;; esac
    mkdir -p "$place"
    echo "         Mounting $place..."
    if ! mount -t "$fsType" -o "$options" "$device" "$place" >>$journal 2>&1; then
        echo "[FAILED] Failed to mount $place."
        echo "See 'systemctl status ${place#/}.mount' for details." | tr / -
        depend "Initrd File Systems"
        emergency
    fi
    ok "Mounted $place."
done
exec 3>&-
ok "Reached target Initrd File Systems."

udevadm control --exit || true
starting "Find NixOS closure"
if [ ! -e "$targetRoot$init" ] && [ ! -L "$targetRoot$init" ]; then
    echo "Failed to canonicalize /sysroot$init: No such file or directory" >>$journal
    failed "Find NixOS closure" initrd-find-nixos-closure.service
    depend "Initrd Default Target"
    emergency
fi
ok "Finished Find NixOS closure."
starting "NixOS Activation"
ok "Finished NixOS Activation."
ok "Reached target Switch Root."
starting "Switch Root"
mkdir -m 0755 -p $targetRoot/proc $targetRoot/sys $targetRoot/dev $targetRoot/run
mount --move /proc $targetRoot/proc
mount --move /sys $targetRoot/sys
mount --move /dev $targetRoot/dev
mount --move /run $targetRoot/run
exec env -i @extraUtils@/bin/switch_root "$targetRoot" "$init"
