#!/usr/bin/env bash
# Builds the program and lays out what is installed of it. The Dockerfile, a package of a distribution and the tests all
# use it, so that each step of the image runs without Docker too.
set -euo pipefail

usage() {
    cat <<'END'
usage: packaging/build.sh [--binary FILE] FOLDER

Lays out in FOLDER: usr/bin/credit-gateway, its manual pages, completions of bash, zsh and fish, the systemd unit, and
the alerts, the dashboard and the roles of PostgreSQL as files to take from.

  --binary FILE   takes this program and builds none
END
}

binary=
while [[ $# -gt 0 ]]; do
    case "$1" in
        --binary)
            [[ $# -ge 2 ]] || { usage >&2; exit 2; }
            binary=$2
            shift 2
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        -*)
            usage >&2
            exit 2
            ;;
        *) break ;;
    esac
done
[[ $# == 1 ]] || { usage >&2; exit 2; }

mkdir -p "$1"
root=$(cd "$1" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [[ -z "$binary" ]]; then
    (cd "$here/.." && cargo build --release --locked --bin credit-gateway)
    binary=$here/../target/release/credit-gateway
fi

program=$root/usr/bin/credit-gateway
install -D -m 755 "$binary" "$program"

# The settings of whoever builds are not those of the program.
clean() { env -i "$program" "$@"; }
clean man --pages-in "$root/usr/share/man/man1"
mkdir -p "$root/usr/share/bash-completion/completions" "$root/usr/share/zsh/vendor-completions" \
    "$root/usr/share/fish/vendor_completions.d"
clean completions bash >"$root/usr/share/bash-completion/completions/credit-gateway"
clean completions zsh >"$root/usr/share/zsh/vendor-completions/_credit-gateway"
clean completions fish >"$root/usr/share/fish/vendor_completions.d/credit-gateway.fish"

install -D -m 644 "$here/systemd/credit-gateway.service" "$root/usr/lib/systemd/system/credit-gateway.service"
for file in prometheus/rules.yml grafana/dashboard.json postgres/roles.sql; do
    install -D -m 644 "$here/$file" "$root/usr/share/credit-gateway/$file"
done
