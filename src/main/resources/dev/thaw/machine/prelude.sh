# Goes before every probe. Gives it a place in RAM, `section`, `follow` and `inside`. Starting programs
# and subshells is what takes the time on a slow machine, so here are as few as can be.
set -u
LC_ALL=C
export LC_ALL
T=''
section_count=0
cleanup() { rm -rf "$T"; }

# ending
#   prints the sections and cleans up, however the script ends. A signal that comes while it prints, to
#   somebody who does not read any more, ends the printing only; one that comes later, nothing.
ending() {
  trap : TERM INT HUP PIPE
  [ "$section_count" -eq 0 ] || (print_sections)
  # What cleans up may print to nobody, too.
  trap '' TERM INT HUP PIPE
  cleanup
}
trap ending EXIT
# Nobody reads what a probe prints that was told to end, or that prints to a lost connection or a closed
# terminal; what it opened must be closed at once.
trap 'section_count=0; exit 143' TERM INT HUP PIPE
# Its name is known before it is made: whatever ends the script, it is removed. That nobody else has
# made it is mkdir's to say.
try=0
while
  T=${TMPDIR:-/tmp}/thaw.$$.$try
  [ -e "$T" ] || [ -L "$T" ]
do try=$((try + 1)); done
mkdir -m 700 "$T" || { T='' && exit 1; }

# section NAME PROGRAM [ARG…]
#   runs PROGRAM and keeps its outcome, to be printed as a section when the probe ends. Returns
#   PROGRAM's status; what it printed is in $section_out until then. Not for subshells: a section of
#   theirs is lost.
section() {
  section_count=$((section_count + 1))
  section_out=$T/section.$section_count.out
  printf %s "$1" >"$T/section.$section_count.name"
  section_length=${#1}
  shift
  "$@" >"$section_out" 2>"$T/section.$section_count.err" </dev/null
  section_status=$?
  printf '@ %d %d ' "$section_length" "$section_status" >"$T/section.$section_count.head" || {
    : >"$section_out"
    section_status=1
    echo "There is no room in ${T%/*} for what this printed." >"$T/section.$section_count.err" || no_room
    printf '@ %d %d ' "$section_length" 1 >"$T/section.$section_count.head" || no_room
  }
  return "$section_status"
}

# print_sections
#   prints all sections, one after the other: a line "@ NAME-LENGTH STATUS OUT ERR" with the lengths
#   in bytes, then the name, standard output, standard error. A script may call it in between, too,
#   so that what is big does not stay in memory.
print_sections() {
  [ "$section_count" -gt 0 ] || return 0
  set --
  section_i=0
  while [ "$((section_i += 1))" -le "$section_count" ]; do
    set -- "$@" "$T/section.$section_i.out" "$T/section.$section_i.err"
  done
  set -- $(stat -c %s "$@")
  section_i=0
  while [ "$((section_i += 1))" -le "$section_count" ]; do
    printf '%d %d\n' "$1" "$2" >>"$T/section.$section_i.head" || no_room
    shift 2
  done
  set --
  section_i=0
  while [ "$((section_i += 1))" -le "$section_count" ]; do
    for section_part in head name out err; do set -- "$@" "$T/section.$section_i.$section_part"; done
  done
  cat "$@" || no_room
  section_count=0
}

# no_room
#   ends the script: half of what was found would be taken for all of it.
no_room() {
  section_count=0
  echo "What was found could not be kept in ${T%/*}, or not be printed. Is there room left?" >&2
  exit 1
}

# alone SECONDS
#   waits until no other probe on this machine has a pool imported for the moment, or is about to, so
#   long at most; from then on the others wait for this one, until it ends or calls `together`.
alone() {
  command -v zpool >/dev/null && command -v flock >/dev/null || return 0
  (umask 077 && : >>/run/thaw-look.lock) 2>/dev/null || return 0
  exec 9>>/run/thaw-look.lock
  flock -w "$1" 9
}
together() { exec 9>&-; }

# inside ROOT PATH
#   prints where PATH leads when ROOT is taken as /; see follow.
inside() { follow "$1" "$2" && printf '%s' "$followed"; }

# link_target LINK
#   sets $inside_target to what the link says. A store never changes, so its links are read once.
link_target() {
  case $inside_known in
    *"$inside_newline=$1$inside_newline"*)
      inside_target=${inside_known##*"$inside_newline=$1$inside_newline"}
      inside_target=${inside_target%%"$inside_newline"*}
      return
      ;;
  esac
  # One program, and the x keeps a newline at the end.
  inside_target=$(find "$1" -maxdepth 0 -printf '%lx')
  inside_target=${inside_target%x}
  case $1$inside_target in
    *"$inside_newline"*) ;;
    */nix/store/*) inside_known=$inside_known$inside_newline=$1$inside_newline$inside_target$inside_newline ;;
  esac
}
inside_newline='
'
inside_known=$inside_newline

# follow ROOT PATH
#   sets $followed to where PATH leads when ROOT is taken as /: links are followed, absolute ones
#   inside ROOT, and `..` never leads out of it. The last part need not exist. Returns 1 on a loop of
#   links.
follow() {
  followed=''
  inside_done=''
  inside_todo=$2/
  inside_links=0
  while [ -n "$inside_todo" ]; do
    inside_part=${inside_todo%%/*}
    inside_todo=${inside_todo#*/}
    case $inside_part in
      '' | .) continue ;;
      ..) inside_done=${inside_done%/*} ;;
      *)
        if [ -L "$1$inside_done/$inside_part" ]; then
          inside_links=$((inside_links + 1))
          [ "$inside_links" -le 40 ] || return 1
          link_target "$1$inside_done/$inside_part"
          case $inside_target in /*) inside_done='' ;; esac
          inside_todo=$inside_target/$inside_todo
        else
          inside_done=$inside_done/$inside_part
        fi
        ;;
    esac
  done
  followed=$1$inside_done
}
