# What an installation says about who can log in. Of a password, only the kind of its hash is printed:
# `empty`, `locked`, `des`, the hash's own mark such as `$6$`, or `none` for what is no hash at all.

# row KIND NAME VALUE
row() { printf '%s\0%s\0%s\0' "$1" "$2" "$3"; }

# account_file NAME
#   sets $followed to where the system's /etc/NAME lies: elsewhere, where /etc is an overlay.
account_file() {
  for place in /etc /.rw-etc/upper /var/lib/nixos; do
    follow "$R" "$place/$1" && [ -f "$followed" ] && return
  done
  return 1
}

# password_kinds
#   of each line NAME:PASSWORD:… its name, the kind of its password, and the day of its expiry, if any.
password_kinds() {
  awk -F : '
    function kind(p) {
      if (p == "") return "empty"
      if (p ~ /^[!*]/) return "locked"
      if (match(p, /^[$][0-9a-z]+[$]./)) return substr(p, 1, RLENGTH - 1)
      if (length(p) == 13 && p !~ /[^.\/0-9A-Za-z]/) return "des"
      return "none"
    }
    { print $1 ":" kind($2) ":" $8 }'
}

# masked
#   takes the passwords out of what the configuration declares: `x` for one, `=` and its mark for a hash,
#   `!` for none that fits.
masked() {
  tr -d '\n' | sed -E '
    s/"(password|initialPassword)": *"([^"\\]|\\.)+"/"\1":"x"/g
    s/"(hashedPassword|initialHashedPassword)": *"=([^"\\]|\\.)*"/"\1":"x"/g
    s/"(hashedPassword|initialHashedPassword)": *"[!*]([^"\\]|\\.)*"/"\1":"!"/g
    s/"(hashedPassword|initialHashedPassword)": *"([$][0-9a-z]+[$])([^"\\]|\\.)+"/"\1":"=\2"/g
    s/"(hashedPassword|initialHashedPassword)": *"([^"\\!=]|\\.)([^"\\]|\\.)*"/"\1":"x"/g'
}

# declared_by FILE PATTERN
#   sets $declared to the path in the store that a file of the current system names.
declared_by() {
  follow "$R" "$toplevel/$1" && [ -f "$followed" ] \
    && declared=$(grep -o "/nix/store/[^ \"']*$2" "$followed" | head -n 1) && [ -n "$declared" ]
}

# strings KEY
#   the strings of that key in $T/declared, each once.
strings() { grep -oE "\"$1\": *\"[^\"]*\"" "$T/declared" | sed 's/^[^:]*: *"//; s/"$//' | sort -u | head -n 200; }

# shell_there SHELL
#   whether the program is there in the system as it will start.
shell_there() {
  case $1 in
    /run/current-system/*) follow "$R" "$toplevel/${1#/run/current-system/}" && [ -f "$followed" ] && return ;;
    /etc/*) follow "$R" "$toplevel$1" && [ -f "$followed" ] && return ;;
  esac
  follow "$R" "$1" && [ -f "$followed" ]
}

# keys NAME FILE
#   how many keys of ssh the file holds that lets NAME in.
keys() {
  follow "$R" "$2" && [ -f "$followed" ] && row keys "$1" "$(grep -cvE '^[[:space:]]*(#|$)' "$followed")"
}

print_accounts() {
  for name in passwd group; do
    # A hash may stand here, too, in the place of the x.
    account_file "$name" && row file "$name" "$(head -c 262144 "$followed" | sed 's/^\([^:]*\):[^:]*:/\1:x:/')"
  done
  account_file shadow && row file shadow "$(password_kinds <"$followed")"
  : >"$T/declared"
  if declared_by activate 'users-groups\.json' || declared_by etc/systemd/system/userborn.service 'userborn\.json'; then
    follow "$R" "$declared" && [ -f "$followed" ] && head -c 4194304 "$followed" | masked >"$T/declared"
    row declared "$declared" "$(cat "$T/declared")"
  fi
  for unit in multi-user.target.wants/sshd.service sockets.target.wants/sshd.socket; do
    follow "$R" "$toplevel/etc/systemd/system/$unit" && [ -e "$followed" ] || continue
    follow "$R" "$toplevel/etc/ssh/sshd_config" && [ -f "$followed" ] && row sshd "$unit" "$(head -c 65536 "$followed")"
  done
  for place in systemd/system/getty@.service.d/overrides.conf lightdm/lightdm.conf gdm/custom.conf sddm.conf; do
    follow "$R" "$toplevel/etc/$place" && [ -f "$followed" ] || continue
    row unasked "$place" "$(sed -nE 's/^.*--autologin[ =]([^ ]+).*$|^(AutomaticLogin|autologin-user|User)=(.*)$/\1\3/p' "$followed" | head -n 1)"
  done
  account_file passwd && awk -F : '$3 == 0 || $3 >= 1000 && $3 < 30000 { print $1 ":" $6 ":" $7 }' "$followed" >"$T/people" || : >"$T/people"
  { cut -d : -f 3 "$T/people"; strings shell; } | sort -u | while IFS= read -r shell; do
    if shell_there "$shell"; then row shell "$shell" yes; else row shell "$shell" ''; fi
  done
  { strings hashedPasswordFile; strings passwordFile; } | sort -u | while IFS= read -r path; do
    follow "$R" "$path" && [ -f "$followed" ] || { row secret "$path" ''; continue; }
    row secret "$path" "$(printf 'x:%s\n' "$(head -c 4096 "$followed" | head -n 1)" | password_kinds | cut -d : -f 2)"
    row at "$path" "${followed#"$R"}"
  done
  if follow "$R" "$toplevel/etc/ssh/authorized_keys.d"; then
    for file in "$followed"/*; do
      [ -e "$file" ] || [ -L "$file" ] && keys "${file##*/}" "$toplevel/etc/ssh/authorized_keys.d/${file##*/}"
    done
  fi
  while IFS=: read -r name home _; do keys "$name" "$home/.ssh/authorized_keys"; done <"$T/people"
  return 0
}
