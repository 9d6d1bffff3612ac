#!/usr/bin/env bash
# Does the simulated Toss Payments work with clients that others wrote for Toss Payments? Starts the simulators of the
# program given as $1 (default: the debug build). Two published Python clients pay, look up and cancel there:
# tosspayments-python-server-sdk, which parses every answer into its own closed types, and python-tosspayments, which
# sends idempotency keys.
#
# The clients are installed in target/interop. Prints `N passed, N failed`; exit code 1 when something failed, 3 when
# the clients are unavailable.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
gateway=$(realpath "${1:-$root/target/debug/credit-gateway}")
venv=$root/target/interop/toss-client
clients=(tosspayments-python-server-sdk==1.0.6 python-tosspayments==1.1.0)

mkdir -p "$root/target/interop"
work=$(mktemp -d)
pid=
end() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT

if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
fi
"$venv/bin/python" -c 'import tosspayments, tosspayments_server_sdk' 2>"$work/import" ||
    "$venv/bin/pip" install --quiet --disable-pip-version-check "${clients[@]}" || exit 3

# On a port that the program chooses.
"$gateway" sandbox --listen 127.0.0.1:0 >"$work/said" 2>"$work/log" &
pid=$!
for _ in $(seq 100); do
    base=$(sed -n 's|^simulated providers at \(http://[^ ,]*\)/sandbox.*|\1|p' "$work/said")
    if [ -n "$base" ] && curl -fs "$base/sandbox/books" >"$work/books"; then
        "$venv/bin/python" "$root/tests/interop/toss_client.py" "$base/sandbox/toss"
        exit
    fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
done
echo "FAILED  the simulators do not start:"
cat "$work/log"
exit 1
