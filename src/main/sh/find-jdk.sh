# find_jdk
#   Prints the folder of a JDK 25 or newer; JShell is in a JDK and not in a mere runtime. Prints
#   nothing and returns 1 when there is none. Looks at JAVA_HOME, the usual folders, and PATH.
find_jdk() {
  for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /run/current-system/sw/lib/openjdk "${HOME:-}/.nix-profile/lib/openjdk" \
    "$(jdk_on_path)"; do
    if [ -n "$jdk" ] && [ -x "$jdk/bin/java" ] && [ -x "$jdk/bin/javac" ] && is_new_enough "$jdk"; then
      printf '%s\n' "$jdk"
      return 0
    fi
  done
  return 1
}

# jdk_on_path
#   Prints the folder that the javac of PATH belongs to, if there is one.
jdk_on_path() {
  javac=$(command -v javac) || return 0
  javac=$(readlink -f "$javac" 2>/dev/null) || return 0
  dirname "$(dirname "$javac")"
}

# is_new_enough FOLDER
#   Asks the file `release`, which costs nothing, or else the JDK itself.
is_new_enough() {
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  [ -n "$version" ] ||
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 25 ]
}
