# `lab record`: what the machines answer, for the everyday tests.

# cmd_record [MACHINE…]
#   boots the live medium with each machine's disk, asks all that the tests want to know, and writes it
#   below src/test/resources/dev/thaw/lab/recordings, in the place of what was recorded before.
cmd_record() {
  local m
  [[ $# -gt 0 ]] || set -- "${MACHINES[@]}"
  for m in "$@"; do need_machine "$m"; done
  (cd "$LAB/.." && THAW_LAB_RECORD="$*" ./mvnw -B -ntp -q test -Dtest=MachineRecorder -Dtest.forks=1)
}
