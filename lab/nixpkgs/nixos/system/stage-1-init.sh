#! @shell@

targetRoot=/mnt-root
extraUtils="@extraUtils@"
export LD_LIBRARY_PATH=@extraUtils@/lib
export PATH=@extraUtils@/bin
# Stop LVM complaining about fd3
export LVM_SUPPRESS_FD_WARNINGS=true
ln -s @extraUtils@/bin /bin
ln -s @extraUtils@/bin /sbin

info() { echo "$@"; }

fail() {
    # If starting stage 2 failed, allow the user to repair the problem
    # in an interactive shell.
    cat <<EOM

An error occurred in stage 1 of the boot process, which must mount the
root filesystem on \`$targetRoot' and then start stage 2.  Press one
of the following keys:

EOM
    [ -z "$allowShell" ] || cat <<EOM
  i) to launch an interactive shell
  f) to start an interactive shell having pid 1 (needed if you want to
     start stage 2's init manually)
EOM
    cat <<EOM
  r) to reboot immediately
  *) to ignore the error and continue
EOM
    while :; do sleep 3600; done
}

trap 'fail' 0

die() {
    echo "$@" >&2
    exit 1
}

# wait_target NAME TARGET: what opens a LUKS container waits for it
wait_target() {
    local name="$1" target="$2" try
    test -e "$target" && return 0
    echo -n "Waiting 10 seconds for $name $target to appear..."
    for try in $(seq 10); do
        echo -n "."
        sleep 1
        if test -e "$target"; then echo " - success"; return 0; fi
    done
    echo " - failure"
    return 1
}

waitDevice() {
    test -e "$1" && return 0
    echo -n "waiting for device $1 to appear..."
    try=20
    while [ $try -gt 0 ]; do
        sleep 1
        # also re-try lvm activation now that new block devices might have appeared
        lvm vgchange -ay
        # and tell udev to create nodes for the new LVs
        udevadm trigger --action=add
        test -e "$1" && break
        echo -n "."
        try=$((try - 1))
    done
    echo
    [ $try -ne 0 ]
}

# Print a greeting.
echo
echo "<<< NixOS Stage 1 >>>"
echo

mkdir -p /dev /proc /sys /run /tmp /etc/udev $targetRoot
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs -o mode=755 tmpfs /run
touch /etc/fstab
ln -sf /proc/mounts /etc/mtab

# Set hostid before modules are loaded.
@setHostId@

# Process the kernel command line.
stage2Init=
for o in $(cat /proc/cmdline); do
    case $o in
        init=*) stage2Init=${o#init=} ;;
        boot.trace|debugtrace) set -x ;;
        boot.shell_on_fail) allowShell=1 ;;
    esac
done

# Load the required kernel modules.
echo @extraUtils@/bin/modprobe > /proc/sys/kernel/modprobe
for i in @kernelModules@; do
    info "loading module $(basename $i)..."
    modprobe $i
done

# Create device nodes in /dev.
info "running udev..."
ln -s @udevRules@ /etc/udev/rules.d
mkdir -p /run/udev
udevd=/tmp/systemd-udevd
ln -s @extraUtils@/bin/udevadm $udevd
$udevd --daemon
udevadm trigger --action=add
udevadm settle -t 30

@preLVMCommands@

info "starting device mapper and LVM..."
lvm vgchange -ay

@postDeviceCommands@

mountFS() {
    local device="$1" mountPoint="$2" options="$3" fsType="$4" n
    case $device in
        /dev/*) waitDevice "$device" || echo "Timed out waiting for device $device, trying to mount anyway." ;;
        # what is bound lies on what is mounted already
        /*) device=$targetRoot$device
            waitDevice "$device" || echo "Timed out waiting for device $device, trying to mount anyway." ;;
    esac
    info "mounting $device on $mountPoint..."
    mkdir -p "$targetRoot$mountPoint"
    n=0
    while true; do
        mount -t "$fsType" -o "$options" "$device" "$targetRoot$mountPoint" && break
        # as NixOS: what is no ZFS is not tried again
        if [ "$fsType" != zfs ] || [ $n -ge 10 ]; then fail; fi
        echo "retrying..."
        n=$((n + 1))
        sleep 1
    done
}

exec 3< @fsInfo@
while read -u 3 mountPoint; do
    read -u 3 device
    read -u 3 fsType
    read -u 3 options
    # the tools of stage 1 do not know what only fstab readers know
    options=$(echo ",$options," | sed 's/,x-initrd.mount,/,/; s/,x-[^,]*,/,/g; s/^,//; s/,$//')
    mountFS "$device" "$mountPoint" "${options:-defaults}" "$fsType"
done
exec 3>&-

udevadm control --exit || true

if [ ! -e "$targetRoot/$stage2Init" ] && [ ! -L "$targetRoot/$stage2Init" ]; then
    echo "stage 2 init script ($targetRoot/$stage2Init) not found"
    fail
fi

mkdir -m 0755 -p $targetRoot/proc $targetRoot/sys $targetRoot/dev $targetRoot/run
mount --move /proc $targetRoot/proc
mount --move /sys $targetRoot/sys
mount --move /dev $targetRoot/dev
mount --move /run $targetRoot/run
exec env -i $(type -P switch_root || echo @extraUtils@/bin/switch_root) "$targetRoot" "$stage2Init"
fail # should never be reached
