#!/usr/bin/env bash
# Do the packages of clients work, and can another generator read our OpenAPI document? Makes the packages for TypeScript
# and Python (scripts/clients), installs them as a user would, and lets each buy, spend, hold and refund at the program
# given as $1 (default: the debug build) with its simulators. openapi-generator (Java) reads the document too.
#
# The generators are installed in target. The one for Java needs `java` 11 or newer and comes, with its jar, in a Python
# package. Prints `N passed, N failed` for each walk; exit code 1 when something failed, 3 when the generators are
# unavailable.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/interop
gateway=$(realpath "${1:-$root/target/debug/credit-gateway}")
venv=$root/target/interop/generators
packages=$root/target/clients

for tool in node npm java python3; do
    command -v "$tool" >/dev/null || { echo "$tool is missing"; exit 3; }
done
mkdir -p "$root/target/interop"
work=$(mktemp -d)
pid=
end() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
[ -x "$venv/bin/openapi-generator-cli" ] ||
    "$venv/bin/pip" install --quiet --disable-pip-version-check openapi-generator-cli==7.26.0 || exit 3
bash "$root/scripts/clients" "$packages"

# On a port that the program chooses.
DATABASE_URL="sqlite:$work/gateway.db" "$gateway" dev --listen 127.0.0.1:0 --keys-file "$work/dev.env" \
    >"$work/said" 2>"$work/log" &
pid=$!
base=
for _ in $(seq 300); do
    base=$(sed -n 's|^ *API *\(http://[^/]*\)/v1.*|\1|p' "$work/said")
    if [ -n "$base" ] && curl -fs "$base/openapi.json" >"$work/openapi.json"; then break; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
done
[ -s "$work/openapi.json" ] || { echo "FAILED  the gateway does not start:"; cat "$work/log"; exit 1; }
set -a
# shellcheck source=/dev/null
. "$work/dev.env"
set +a

cd "$work"
failed=0
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check "$packages"/*.whl || exit 3
"$work/python/bin/python" "$here/generated_client.py" "$base" || failed=1

npm install --silent --no-fund --no-audit --prefix "$work" "$packages"/*.tgz typescript@5.9.3 || exit 3
cp "$here/generated_client.mts" "$work/walk.mts"
# The types are half of the test: a walk that does not match the document's types fails here.
"$work/node_modules/.bin/tsc" --strict --target es2022 --module nodenext --moduleResolution nodenext --skipLibCheck \
    --lib es2022,dom walk.mts && node walk.mjs "$base" || failed=1

if "$venv/bin/openapi-generator-cli" generate -g java -i openapi.json -o "$work/java" >"$work/generated" 2>&1; then
    echo "ok      openapi-generator for Java reads the document"
else
    echo "FAILED  openapi-generator for Java does not read the document:"
    tail -20 "$work/generated"
    failed=1
fi
# One enum, not one class per word.
if grep -q '^public enum Method ' "$work/java/src/main/java/org/openapitools/client/model/Method.java"; then
    echo "ok      a vocabulary is an enum in Java"
else
    echo "FAILED  a vocabulary is no enum in Java"
    failed=1
fi
exit "$failed"
