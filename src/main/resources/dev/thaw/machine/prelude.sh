# Goes before every probe. Gives it a place in RAM, `section`, and `inside`.
set -u
LC_ALL=C
export LC_ALL
T=$(mktemp -d "${TMPDIR:-/tmp}/thaw.XXXXXX") || exit 1
cleanup() { rm -rf "$T"; }
trap cleanup EXIT
trap 'exit 143' TERM INT HUP

# section NAME PROGRAM [ARG…]
#   runs PROGRAM and prints its outcome as a section: a line "@ NAME-LENGTH STATUS OUT ERR" with the
#   lengths in bytes, then the name, standard output, standard error. Returns PROGRAM's status.
section() {
  section_name=$1
  shift
  "$@" >"$T/out" 2>"$T/err" </dev/null
  section_status=$?
  # One program for both lengths: starting programs is what takes the time here.
  set -- $(stat -c %s "$T/out" "$T/err")
  printf '@ %d %d %d %d\n%s' "${#section_name}" "$section_status" "$1" "$2" "$section_name"
  cat "$T/out" "$T/err"
  return "$section_status"
}

# inside ROOT PATH
#   prints where PATH leads when ROOT is taken as /: links are followed, absolute ones inside ROOT,
#   and `..` never leads out of it. The last part need not exist. Returns 1 on a loop of links.
inside() {
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
          inside_target=$(readlink "$1$inside_done/$inside_part" && printf x)
          inside_target=${inside_target%?x}
          case $inside_target in /*) inside_done='' ;; esac
          inside_todo=$inside_target/$inside_todo
        else
          inside_done=$inside_done/$inside_part
        fi
        ;;
    esac
  done
  printf '%s' "$1$inside_done"
}
