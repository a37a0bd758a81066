# terminal PROGRAM [ARG…]
#   Runs PROGRAM on the terminal that is there, and exits with its status; 255 becomes 254, because
#   ssh says "connection lost" by 255. Signals from the keyboard are PROGRAM's. A shell in a process
#   namespace of its own can't give the terminal back when it ends; with job control, this one does.
export PATH="$PATH:/run/current-system/sw/bin:/usr/local/sbin:/usr/sbin:/sbin"
trap : INT QUIT
set -m
"$@"
status=$?
set +m
[ "$status" -eq 255 ] && status=254
exit "$status"
