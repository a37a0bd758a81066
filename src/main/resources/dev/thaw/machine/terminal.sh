# terminal PROGRAM [ARG…]
#   Runs PROGRAM on the terminal that is there, and exits with its status; one above 128 becomes 128,
#   because by those ssh says "connection lost", or that it was killed itself. Signals from the keyboard are PROGRAM's. A shell in a process
#   namespace of its own can't give the terminal back when it ends; with job control, this one does.
export PATH="$PATH:/run/current-system/sw/bin:/usr/local/sbin:/usr/sbin:/sbin"
trap : INT QUIT
set -m
"$@"
status=$?
set +m
[ "$status" -le 128 ] || status=128
exit "$status"
