# `lab truth`: what Thaw foretells of a machine, held to the machine's own boot, state by state.
# The states are declared in truth/MACHINE.sh; what came of each lies in STATE/truth/MACHINE/NAME.*:
# .json what Thaw said, .screen the boot's console with its verdict, .steps what the steps printed.

# cmd_truth [--table | MACHINE[/STATE,STATE…]…]
cmd_truth() {
  local wanted m
  if [[ ${1:-} == --table ]]; then truth_table; return; fi
  [[ $# -gt 0 ]] || set -- $(cd "$LAB/truth" && ls ./*.sh | sed 's|.*/||; s|\.sh$||; /^words$/d')
  for wanted in "$@"; do
    m=${wanted%%/*}
    need_machine "$m"
    [[ -e $LAB/truth/$m.sh ]] || fail "no states of $m are declared in $LAB/truth"
    truth_of "$m" "$(case $wanted in */*) echo "${wanted#*/}" ;; esac)"
  done
}

# state NAME FROM WHAT <<STEPS   declares one; FROM is another one or - for the machine as it was handed out
state() { NAMES+=("$1"); FROM[$1]=$2; WHAT[$1]=$3; STEPS[$1]=$(cat); }

# states_of MACHINE   fills NAMES, FROM, WHAT and STEPS
states_of() {
  NAMES=(); declare -gA FROM=() WHAT=() STEPS=()
  # shellcheck source=/dev/null
  . "$LAB/truth/$1.sh"
}

# truth_of MACHINE [STATE,STATE…]   all of them, or those with what they come from
truth_of() {
  local machine=$1 only=$2 name dir=$STATE/truth/$1 todo=() wanted=' '
  states_of "$machine"
  mkdir -p "$dir"
  for name in ${only//,/ }; do
    while [[ $name != - ]]; do
      [[ -n ${FROM[$name]:-} ]] || fail "$machine has no state '$name'; it has: ${NAMES[*]}"
      wanted+="$name "; name=${FROM[$name]}
    done
  done
  for name in "${NAMES[@]}"; do
    [[ -n $only && $wanted != *" $name "* ]] || todo+=("$name")
  done
  "$LAB/lab" stop "$machine"; "$LAB/lab" reset "$machine"
  "$LAB/lab" live "$machine" >/dev/null
  "$LAB/lab" keep "$machine" as-handed-out
  for name in "${todo[@]}"; do foretell "$machine" "$name" "$dir" || say "$machine: $name could not be made"; done
  "$LAB/lab" stop "$machine"
  for name in "${todo[@]}"; do
    [[ ! -s $dir/$name.json ]] || own_boot "$machine" "$name" "$dir"
  done
}

# foretell MACHINE STATE DIR   makes the state, asks Thaw, and keeps the disk; what is locked is unlocked before
foretell() {
  local machine=$1 name=$2 dir=$3 from=${FROM[$2]}
  say "$machine: $name"
  rm -f "$dir/$name".*
  [[ $from != - ]] || from=as-handed-out
  "$LAB/lab" swap "$machine" "$from" || return 1
  { printf 'MACHINE=%s\n' "$machine"; cat "$LAB/truth/words.sh"
    if [[ -n ${STEPS[$name]//[[:space:]]/} ]]; then
      printf 'rm -f /tmp/stay; open_machine\n%s\ncd /; [[ -e /tmp/stay ]] || close_machine\n' "${STEPS[$name]}"
    fi
  } | live_ssh "$machine" bash -s >"$dir/$name.steps" 2>&1 </dev/stdin || {
    tail -n 3 "$dir/$name.steps" >&2; leave_it "$machine"; return 1; }
  [[ $machine != stack && $machine != luks ]] || unlock_on "$machine" "$dir/passphrase" 2>>"$dir/$name.steps"
  thaw_on "$machine" diagnose --json >"$dir/$name.json" 2>"$dir/$name.said" || tail -n 2 "$dir/$name.said" >&2
  "$LAB/lab" keep "$machine" "$name"
  leave_it "$machine"
}

leave_it() { { printf 'MACHINE=%s\n' "$1"; cat "$LAB/truth/words.sh"; echo close_machine; } | live_ssh "$1" bash -s >/dev/null 2>&1 || true; }

# unlock_on MACHINE FILE   FILE is made to hold the passphrase, for Thaw
unlock_on() {
  (umask 077; printf '%s\n' "$PASSPHRASE" >"$2")
  thaw_on "$1" eval --yes --passphrase-file "$2" 'unlock()' >/dev/null
}

# thaw_on MACHINE ARGS…
thaw_on() {
  local dir=$STATE/run/$1; shift
  timeout 300 "$LAB/../thaw" "$1" --on "ssh://root@127.0.0.1:$(cat "$dir/port")" --identity "$dir/key" \
    --ssh-option "UserKnownHostsFile=$dir/known_hosts" "${@:2}" </dev/null
}

# own_boot MACHINE STATE DIR
own_boot() {
  local start=$SECONDS
  rm -f "$STATE/run/$1/vars.fd"
  "$LAB/lab" boot "$1" "$2" >"$3/$2.screen" 2>/dev/null || true
  say "$1: $2: $(tail -n 1 "$3/$2.screen") ($((SECONDS - start)) s)"
}

# truth_table   docs/truth.md, of all that was run
truth_table() {
  local machine name dir verdict said judged right=0 wrong=0 open=0 missing=0 newest=0 run rows=''
  for machine in "${MACHINES[@]}"; do
    [[ -e $LAB/truth/$machine.sh ]] || continue
    states_of "$machine"; dir=$STATE/truth/$machine
    for name in "${NAMES[@]}"; do
      if [[ ! -s $dir/$name.screen || ! -s $dir/$name.json ]]; then missing=$((missing + 1)); continue; fi
      verdict=$(tail -n 1 "$dir/$name.screen" | sed 's/^verdict: //; s#/nix/store/[a-z0-9]*-#…-#')
      said=$(forecast "$dir/$name.json")
      run=$(stat -c %Y "$dir/$name.screen"); newest=$((run > newest ? run : newest))
      judged=$(judge "${said%%|*}" "$verdict")
      case $judged in right) right=$((right + 1)) ;; wrong) wrong=$((wrong + 1)) ;; *) open=$((open + 1)) ;; esac
      rows+="| \`$machine\` | ${WHAT[$name]} | ${said#*|} | ${verdict//|/,} | $judged |"$'\n'
    done
  done
  cat <<END
# What was foretold, and what happened

Each row is a state of one of the lab's machines ([lab](../lab/README.md)): what \`thaw diagnose\` said of the generation
that starts by default, from the live medium and without a screen, and then the disk's own boot. The last of them ran on $(date -u -d "@$newest" +%F);
\`lab/lab truth\` runs them, \`lab/truth\` declares them.

Of $((right + wrong + open)) states $right were foretold right, $wrong wrong, and of $open it said that it can't tell.$([[ $missing == 0 ]] || echo " $missing that are declared were not run.")

| Machine | State | Foretold | Its own boot | |
|---|---|---|---|---|
${rows}
END
}

# forecast JSON   prints KIND|SENTENCE of the generation that starts by default
forecast() {
  perl -MJSON::PP -0777 -ne '
    my ($f) = grep { $_->{default} } @{decode_json($_)->{forecast}};
    if (!@{decode_json($_)->{forecast}}) { print "can\x27t tell|nothing of it can be seen" }
    elsif ($f) { my $s = $f->{sentence}; $s =~ s/[|\n]/ /g; utf8::encode($s); print "$f->{forecast}|$f->{generation}: $s" }
    else { my $w = decode_json($_)->{findings}[0]{what} // ""; utf8::encode($w); print "fails|no generation by default: $w" }' "$1"
}

# judge FORECAST VERDICT
judge() {
  case "$1 / $2" in
    "can't tell / "*) echo "can't tell" ;;
    "boots / stage 2 reached"* | "hangs / hang"* | "fails / failed"*) echo right ;;
    *) echo wrong ;;
  esac
}
