# journald FOLDER BOOT ENTRIES SIGNAL
#   runs systemd's own journald, in a mount namespace of this script's own, so that it writes the ENTRIES (a
#   folder with a file for each, as logger --journald takes it) of the boot with the id BOOT into the journal in
#   FOLDER; ends it by SIGNAL: TERM as a shutdown does, KILL as a power cut.
set -eu
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/journal
mkdir -p /var/log
mount -t tmpfs tmpfs /var/log
mkdir /var/log/journal
mount --bind "$1" /var/log/journal
echo 5b0f8c7de2a94d1f9a3e6c21b4807f55 >/run/machine-id
[ -e /etc/machine-id ] || : >/etc/machine-id
mount --bind /run/machine-id /etc/machine-id
printf '%s\n' "$2" >/run/boot-id
mount --bind /run/boot-id /proc/sys/kernel/random/boot_id
printf '[Journal]\nStorage=persistent\nReadKMsg=no\nAudit=no\nRateLimitBurst=0\nSystemMaxFileSize=1M\n' >/run/journald.conf
mkdir -p /run/systemd/journald.conf.d
mv /run/journald.conf /run/systemd/journald.conf.d/test.conf
: >/run/systemd/journal/flushed
/lib/systemd/systemd-journald &
journald=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ ! -S /run/systemd/journal/socket ] || break
  sleep 0.2
done
for entry in "$3"/*; do logger --journald="$entry"; done
sleep 0.5
kill -s "$4" "$journald"
wait "$journald" || :
