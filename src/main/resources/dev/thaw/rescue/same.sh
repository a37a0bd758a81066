# same (NAME STORE COPY)…
#   whether each COPY is STORE byte for byte: a section a NAME, with cmp's status.
while [ "$#" -ge 3 ]; do
  section "$1" cmp -- "$2" "$3"
  shift 3
done
