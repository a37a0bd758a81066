# folder ROOT FOLDER
#   the names of what lies in a folder of the system at ROOT (empty for the live system), folders with a
#   slash behind. Section: names, one a line; a name with a newline in it is two.
folder=$(inside "$1" "$2") || exit 0
section names ls -1Ap -- "$folder/"
