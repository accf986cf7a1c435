# What the scripts of this directory share. Sourced, never run.

# A compiler cache needs a home; where there is none, one below build/ does.
if [[ -z ${HOME:-} || ! -w ${HOME:-} ]]; then
    export CCACHE_DIR=${CCACHE_DIR:-$PWD/build/ccache}
fi

# One line for people: what happens now.
step() {
    printf '\n== %s\n' "$*"
}

# quietly LOG COMMAND…: what the command says goes to LOG, and is shown only if it fails.
quietly() {
    local log=$1
    shift
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        echo "failed: $*" >&2
        return 1
    fi
}

# Deletes a tree in which directories may be read-only, as those of platforms are. Files are left alone until they go:
# their modes are shared with the store by hard links.
delete_tree() {
    if [[ -e $1 ]]; then
        find "$1" -type d ! -perm -u+w -exec chmod u+w {} +
        rm -rf "$1"
    fi
}
