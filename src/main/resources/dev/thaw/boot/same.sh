# same EFIVARS ROOT (NAME HOW STORE COPY)…
#   whether the boot loader reads what is in the store of the installation at ROOT. For each NAME a
#   section with the status of the comparison (0 the same, 1 not, else it could not be made):
#   HOW whole   COPY is STORE byte for byte
#   HOW begins  COPY begins with STORE, and more may follow
#   HOW there   COPY is a file with something in it; STORE is empty
#   HOW sha256, blake2b
#               COPY has the hash that is STORE behind a slash
#   HOW named   the menu COPY has a line that starts STORE itself, below whatever name the loader
#               has for the store
#   COPY is read from the disk itself, past what the kernel remembers of it; where that can't be, there
#   is a section "NAME cached". When COPY is there, a section "NAME at" says where it really is. Then for
#   each of systemd-boot's variables in the folder EFIVARS a section "LoaderEntry…" with its bytes: four
#   of attributes, then text in UTF-16LE.

# direct COPY
#   whether the file can be read past the kernel's memory: a filesystem may not allow that.
direct() { dd if="$1" of=/dev/null iflag=direct bs=65536 count=1 2>/dev/null; }

# bytes COPY
#   prints the file, from the disk if that can be.
bytes() { if [ -n "$direct" ]; then dd if="$1" iflag=direct bs=1048576; else cat -- "$1"; fi; }

# compare HOW STORE COPY
compare() {
  case $1 in
    whole | begins)
      # Not there, or not to be read: cmp says so itself.
      [ -r "$2" ] && [ -f "$3" ] && [ -r "$3" ] || { cmp -- "$2" "$3"; return 2; }
      length=$(stat -c %s -- "$2") || return 2
      [ "$1" = begins ] || [ "$(stat -c %s -- "$3")" = "$length" ] || return 1
      bytes "$3" 2>/dev/null | cmp -n "$length" -- "$2" -
      compared=$?
      [ "$compared" -eq 1 ] || return "$compared"
      # A read that fails ends the pipe, as if the copy were shorter.
      said=$(bytes "$3" 2>&1 >/dev/null) || { printf '%s\n' "$said" | head -n 1 >&2; return 2; }
      return 1
      ;;
    named) grep -qF -e "${2#"$R"/nix/store}" -- "$3" ;;
    there) [ -s "$3" ] ;;
    sha256 | blake2b)
      [ -f "$3" ] && [ -r "$3" ] || { cat -- "$3" >/dev/null; return 2; }
      sum=sha256sum
      [ "$1" = sha256 ] || sum=b2sum
      sum=$(bytes "$3" 2>/dev/null | "$sum")
      [ "${sum%% *}" = "${2#"$R"/}" ]
      ;;
    *) return 2 ;;
  esac
}

efivars=$1
R=${2%/}
shift 2
while [ "$#" -ge 4 ]; do
  copy=$(inside "$R" "$4") && [ -f "$copy" ] && section "$1 at" printf %s "$copy"
  direct=yes
  [ ! -f "$copy" ] || direct "$copy" || { direct='' && section "$1 cached" :; }
  section "$1" compare "$2" "$R$3" "$copy"
  shift 4
done
for variable in LoaderEntryOneShot LoaderEntryDefault; do
  file=$efivars/$variable-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f
  [ -f "$file" ] && section "$variable" head -c 4096 -- "$file"
done
