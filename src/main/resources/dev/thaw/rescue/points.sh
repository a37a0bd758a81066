# points ROOT POINT…
#   where each POINT, a path inside ROOT, leads when the links on the way are followed inside ROOT.
#   One section a point, named like it.
root=$1
shift
for point in "$@"; do
  section "$point" inside "$root" "$point"
done
