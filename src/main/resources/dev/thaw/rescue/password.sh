# password set|restore ROOT KEPT NAME
#   set      gives the account NAME of the system at ROOT the password that comes on standard input, all
#            of it; the machine makes the hash. The account's old line of /etc/shadow and its new one are
#            kept in the file KEPT, in this order, which only root can read.
#   restore  brings the old line back, if the account has the new one.
# The file is replaced in one step: it is never half written.

what=$1 kept=$3 name=$4
umask 077

fail() { printf '%s\n' "$1" >&2; exit 1; }

follow "${2%/}" /etc/shadow && [ -f "$followed" ] || fail "The system at $2 has no /etc/shadow."
shadow=$followed
case $shadow in */nix/store/*) fail "/etc/shadow of the system at $2 lies in its store." ;; esac

# line_of FILE
#   prints the account's line.
line_of() { NAME=$name awk -F : '$1 == ENVIRON["NAME"] { print; exit }' "$1"; }

# make_hash
#   prints the hash of what comes on standard input, of a kind that every NixOS takes.
make_hash() {
  if command -v mkpasswd >/dev/null; then
    mkpasswd -m sha-512 -s
  elif command -v openssl >/dev/null; then
    openssl passwd -6 -stdin
  elif command -v perl >/dev/null; then
    perl -e 'local $/; my $p = <STDIN>; open(my $r, "<", "/dev/urandom") or die; read($r, my $b, 16);
      my @c = (".", "/", 0..9, "A".."Z", "a".."z");
      print crypt($p, "\$6\$" . join("", map { $c[ord($_) % 64] } split(//, $b)) . "\$"), "\n"'
  else
    fail "No program that makes the hash of a password is on this machine: mkpasswd, openssl or perl."
  fi
}

# replace LINE
#   puts the line in place of the account's, or at the end where it has none.
replace() {
  new=$shadow.thaw-new
  # What stands there under that name may be a link that leads out: it is never written through.
  rm -f "$new"
  set -C
  printf '%s\n' "$1" >"$T/line"
  NAME=$name awk -F : '
    NR == FNR { line = $0; next }
    $1 == ENVIRON["NAME"] { if (!done++) print line; next }
    { print }
    END { if (!done) print line }' "$T/line" "$shadow" >"$new" \
    && chmod --reference="$shadow" "$new" && chown --reference="$shadow" "$new" \
    && sync "$new" && mv -f "$new" "$shadow" && sync "${shadow%/*}" \
    || { rm -f "$new"; fail "/etc/shadow could not be written; it is as it was."; }
}

now=$(line_of "$shadow")
case $what in
  set)
    made=$(make_hash) || exit 1
    case $made in '$6$'*) ;; *) fail "The hash of the password could not be made." ;; esac
    rest=$(printf '%s\n' "${now:-:::::::::}" | cut -d : -f 4-)
    line="$name:$made:$(($(date +%s) / 86400)):$rest"
    mkdir -p "${kept%/*}" && printf '%s\n%s\n' "$now" "$line" >"$kept" || fail "The old line could not be kept."
    replace "$line"
    ;;
  restore)
    [ -f "$kept" ] || fail "The old password is gone: $kept is not there."
    { IFS= read -r old; IFS= read -r line; } <"$kept"
    [ "$now" != "$old" ] || exit 0
    [ "$now" = "$line" ] || fail "The password of $name was changed since, and is left as it is."
    [ -n "$old" ] || fail "The account $name had no line in /etc/shadow before, and keeps its new one."
    replace "$old"
    ;;
esac
exit 0
