#!/usr/bin/env bash
# Do the pages work in a browser? Walks through them in headless Chromium at the widths of a phone and a desktop, in
# both languages, against `credit-gateway dev` with its simulated providers, and looks at each page with axe-core. The
# program is $1 (default: the debug build, which is built first). Requires npm, node and Chromium; the packages of
# package-lock.json are installed in target/browser.
#
# Screenshots go to target/screenshots. ONLY=word runs the walks whose file has the word in its name. A second argument
# `pictures` remakes README's pictures instead (pictures.mjs).
# Prints `N passed, N failed`; exit code 1 when something failed, 3 when node, npm, Chromium or the registry is
# unavailable.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
tools=$root/target/browser
# Those of `scripts/test`: with others, or for one package alone, cargo builds the same crates a second time.
features=credit-gateway/torture,credit-gateway/canaries

for tool in npm node; do
    if ! command -v "$tool" >/dev/null; then
        echo "npm and node are needed; $tool is missing"
        exit 3
    fi
done
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$chromium" ]; then
    echo "Chromium is missing"
    exit 3
fi

# The packages stand beside the walks' copies, where node looks for them, and not in the source.
mkdir -p "$tools"
if ! cmp -s "$root/tests/browser/package-lock.json" "$tools/installed.json"; then
    cp "$root"/tests/browser/package.json "$root"/tests/browser/package-lock.json "$tools/"
    npm ci --prefix "$tools" --silent --no-audit --no-fund || exit 3
    cp "$root/tests/browser/package-lock.json" "$tools/installed.json"
fi
rm -rf "$tools/walk"
mkdir "$tools/walk"
cp -r "$root"/tests/browser/*.mjs "$root/tests/browser/walks" "$tools/walk/"

program=${1:-}
if [ -z "$program" ]; then
    (cd "$root" && cargo build --locked --workspace --features "$features" --bin credit-gateway)
    program=$root/target/debug/credit-gateway
fi

export CHROMIUM=$chromium PROGRAM=$program SCREENSHOTS=$root/target/screenshots
rm -rf "$SCREENSHOTS"
mkdir -p "$SCREENSHOTS"
# A contract that somebody may publish at the desk.
export CONTRACT=$root/src/domain/tests/contract.toml
export PICTURES=${PICTURES:-$root/docs/pictures}
exec node "$tools/walk/${2:-main}.mjs"
