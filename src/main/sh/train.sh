# train
#   Makes Java's class caches, so that later starts take a fraction of the time: runs usual commands
#   while Java records what they need. Takes home, jdk, flags and say from the launcher. Should it fail,
#   it says so; Thaw starts as well without, and the next build tries again.
#
#   Two of them for the terminal (prompt, `eval`, `play`), and two for the kernel: what each brings
#   first would only keep the other waiting.
#   KIND-start.jsa: what every start needs, ready to run the moment that Java is there.
#   KIND.jsa, which says where that one is: all else, above all the Java compiler, each class when it
#   is first used. In one cache with the others, its thousands of classes would come first at every start.
train() {
  training=$home/target/training
  # Java ends well when a cell is stopped; bash would go on after that.
  trap 'exit 130' INT
  rm -rf "$training" "$home"/target/*.jsa
  mkdir "$training"
  if ! { caches terminal && caches kernel; } >"$home/target/training.log" 2>&1 9>&-; then
    say "that failed, so it starts more slowly until the next build; why: $home/target/training.log"
  fi
  rm -rf "$training"
  trap - INT
}

# caches KIND
#   Makes the two of one kind.
caches() {
  kind=$1
  start=$home/target/$kind-start.jsa
  list=$training/$kind/classes
  mkdir "$training/$kind" &&
    echo /exit | train_on start -Dthaw.kernel.quiet=60000 -Xshare:off -XX:DumpLoadedClassList="$list" &&
    grep -v -e 'com/sun/tools/' -e 'jdk/jshell/' "$list" >"$list.first" &&
    java_on -Xshare:dump -XX:+AOTClassLinking -XX:SharedClassListFile="$list.first" \
      -XX:SharedArchiveFile="$start" &&
    train_on rest -XX:SharedArchiveFile="$start" -XX:ArchiveClassesAtExit="$training/$kind/rest.jsa" \
      <"$home/src/main/sh/training-input" &&
    mv "$training/$kind/rest.jsa" "$home/target/$kind.jsa"
}

# train_on START|REST FLAG…
#   On practice machines of its own: those of the user stay as they are. As in a good terminal: without
#   one (a job, a pipe over ssh) the prompt would ask at /dev/tty; and in one that has room for all, or
#   whoever waits would be asked to read on. As by Jupyter, which a kernel watches.
train_on() {
  part=$1
  shift
  (
    export XDG_STATE_HOME="$training/$kind/$part" TERM=xterm LINES=9999 JPY_PARENT_PID=$$
    mkdir "$XDG_STATE_HOME" &&
      java_on "$@" dev.thaw.cli.Training "$kind" "$part" "$XDG_STATE_HOME"
  )
}

# java_on FLAG… [CLASS ARGUMENT…]
#   Java with Thaw's classes, as the launcher starts it.
java_on() {
  # shellcheck disable=SC2086 # The flags are words.
  "$jdk/bin/java" $flags -cp "$home/target/thaw.jar" "$@"
}
