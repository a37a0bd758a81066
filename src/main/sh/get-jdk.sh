# get_jdk ARGUMENT…
#   Installs a JDK with this system's package manager: tells the commands, asks, runs them. --yes among
#   the arguments is a yes beforehand. Takes home and say from its caller. Returns 1 where it can't be
#   done and 3 where nobody said yes; it has said then what to do.
get_jdk() {
  manager=$(package_manager) || {
    say "No package manager here is known to have one: unpack one from https://adoptium.net into /opt,"
    say "or set JAVA_HOME to where one is."
    return 1
  }
  become=''
  if [ "$manager" != nix ] && [ "$(id -u)" -ne 0 ]; then
    become=sudo
    command -v sudo >/dev/null || {
      become='' doing=show
      say "As root, this installs one:"
      "with_$manager"
      return 1
    }
  fi
  say "This installs one:"
  doing=show
  "with_$manager"
  approved "$@" || return 3
  doing=run
  "with_$manager" || {
    say "That failed; above stands why. A JDK 25 or newer of any maker will do: unpack one from"
    say "https://adoptium.net into /opt, or set JAVA_HOME to where one is."
    return 1
  }
}

# package_manager
#   Prints which of those below this system has; returns 1 if none.
package_manager() {
  for program in apt-get dnf pacman nix-build; do
    if command -v "$program" >/dev/null; then
      printf '%s\n' "${program%-*}"
      return
    fi
  done
  return 1
}

# Debian from 13 on, and Ubuntu.
with_apt() {
  step apt-get -qq update &&
    step apt-get -qq -y --no-install-recommends install openjdk-25-jdk-headless
}

with_dnf() { step dnf -q -y install java-25-openjdk-devel; }

# Arch's newest.
with_pacman() { step pacman -S --needed --noconfirm jdk-openjdk; }

# Into the project's own folder, where find_jdk looks, and the garbage collector takes nothing.
with_nix() {
  mkdir -p "$home/target"
  if nix-instantiate --find-file nixpkgs >/dev/null 2>&1; then
    step nix-build '<nixpkgs>' -A jdk25 --out-link "$home/target/jdk"
  else
    step nix --extra-experimental-features 'nix-command flakes' build nixpkgs#jdk25 --out-link "$home/target/jdk"
  fi
}

# step PROGRAM ARGUMENT…
#   Shows the command, or runs it, as root where that is needed.
step() {
  if [ "$doing" = show ]; then
    say "  ${become:+$become }$*"
  else
    # shellcheck disable=SC2086 # Nothing, or one word.
    $become "$@" </dev/null >&2
  fi
}

# approved ARGUMENT…
#   Asks at the terminal, unless --yes is among the arguments.
approved() {
  for argument; do
    if [ "$argument" = --yes ]; then return 0; fi
  done
  if ! { printf 'thaw: Install it? [y/N] ' >/dev/tty; } 2>/dev/null; then
    say "Nobody can be asked here: run that yourself, or add --yes."
    return 1
  fi
  IFS= read -r answer </dev/tty || answer=''
  case $answer in
    [Yy] | [Yy][Ee][Ss]) ;;
    *) say "Nothing was installed." && return 1 ;;
  esac
}
