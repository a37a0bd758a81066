# `lab sum`: a checksum of what a machine's disks hold, as the machine itself would read it.

# cmd_sum MACHINE
cmd_sum() {
  need_machine "${1:-}"
  need_idle "$1"
  local disk raw n
  disk=$(disk "$1") || exit 1
  raw=$(mktemp "$(run_dir "$1")/sum.XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -f '$raw'" EXIT
  for n in $(numbers "$disk"); do
    qemu-img convert -O raw "$(nth "$n" "$disk")" "$raw" || fail "the disk of $1 could not be read"
    places_and_contents "$raw"
  done | sha256sum | cut -d' ' -f1
}

# places_and_contents FILE   every block that is not zero, after its place; holes (whence 3: SEEK_DATA)
#   are skipped, for the disk is 4 GiB of mostly nothing, and it does not matter what is a hole
places_and_contents() {
  perl -e 'my $zero = "\0" x 65536; my $at = 0; my $b;
    while (defined(my $data = sysseek(STDIN, $at, 3))) {
      $at = int($data / 65536) * 65536;
      sysseek(STDIN, $at, 0);
      my $n = sysread(STDIN, $b, 65536) or last;
      print "$at\n", $b if $b ne substr($zero, 0, $n);
      $at += 65536;
    }' <"$1"
}
