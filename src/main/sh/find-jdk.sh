# find_jdk
#   Prints the folder of a JDK 25 or newer; JShell is in a JDK and not in a mere runtime. Prints
#   nothing and returns 1 when there is none. Looks at JAVA_HOME, where get_jdk lays one with nix (when
#   the caller says where home is), the usual folders, and PATH.
find_jdk() {
  for jdk in "${JAVA_HOME:-}" "${home:-.}/target/jdk/lib/openjdk" /usr/lib/jvm/* /opt/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /run/current-system/sw/lib/openjdk "${HOME:-}/.nix-profile/lib/openjdk"; do
    if is_jdk "$jdk"; then
      printf '%s\n' "$jdk"
      return 0
    fi
  done
  jdk=$(jdk_on_path)
  is_jdk "$jdk" && printf '%s\n' "$jdk"
}

# is_jdk FOLDER
#   Whether that is a JDK 25 or newer.
is_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && is_new_enough "$1"
}

# jdk_on_path
#   Prints the folder that the javac of PATH belongs to, if there is one.
jdk_on_path() {
  javac=$(command -v javac) || return 0
  javac=$(readlink -f "$javac" 2>/dev/null) || return 0
  dirname "$(dirname "$javac")"
}

# is_new_enough FOLDER
#   Asks the file `release`, without starting any program, or else the JDK itself.
is_new_enough() {
  version=''
  if [ -r "$1/release" ]; then
    while [ -z "$version" ] && IFS= read -r line; do
      case $line in JAVA_VERSION=\"*) version=${line#*\"} version=${version%%[!0-9]*} ;; esac
    done <"$1/release"
  fi
  [ -n "$version" ] ||
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 25 ]
}
