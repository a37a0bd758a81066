# file ROOT PATH
#   a file of the installed system at ROOT. Sections: path (where it really lies, links followed
#   inside ROOT), content.
section path inside "$1" "$2" || exit 0
file=$(inside "$1" "$2")
section content cat -- "$file"
