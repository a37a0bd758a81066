# same EFIVARS ROOT (NAME HOW STORE COPY)…
#   whether the boot loader reads what is in the store of the installation at ROOT. For each NAME a
#   section with the status of the comparison (0 the same, 1 not, else it could not be made):
#   HOW whole   COPY is STORE byte for byte
#   HOW begins  COPY begins with STORE, and more may follow
#   HOW named   the menu COPY has a line that starts STORE itself, below whatever name the loader
#               has for the store
#   and, when COPY is there, a section "NAME at" with where it really is. Then for each of
#   systemd-boot's variables in the folder EFIVARS a section "LoaderEntry…" with its bytes: four of
#   attributes, then text in UTF-16LE.

# compare HOW STORE COPY
compare() {
  case $1 in
    whole) cmp -- "$2" "$3" ;;
    begins) length=$(stat -c %s -- "$2") && cmp -n "$length" -- "$2" "$3" ;;
    named) grep -qF -e "${2#"$R"/nix/store}" -- "$3" ;;
    *) return 2 ;;
  esac
}

efivars=$1
R=${2%/}
shift 2
while [ "$#" -ge 4 ]; do
  copy=$(inside "$R" "$4") && [ -f "$copy" ] && section "$1 at" printf %s "$copy"
  section "$1" compare "$2" "$R$3" "$copy"
  shift 4
done
for variable in LoaderEntryOneShot LoaderEntryDefault; do
  file=$efivars/$variable-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f
  [ -f "$file" ] && section "$variable" head -c 4096 -- "$file"
done
