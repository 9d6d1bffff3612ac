#!/usr/bin/env bash
# Can generators of clients read our OpenAPI document, and do their clients work? Starts the program given as $1
# (default: the debug build) with its simulators, generates clients with openapi-python-client, openapi-typescript and
# openapi-generator (Java), and lets the first two buy, spend, hold and refund.
#
# The generators are installed in target/interop. The one for Java needs `java` 11 or newer and comes, with its jar,
# in a Python package. Prints `N passed, N failed` for each walk; exit code 1 when something failed, 3 when the
# generators are unavailable.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/interop
gateway=$(realpath "${1:-$root/target/debug/credit-gateway}")
venv=$root/target/interop/generators
node=$root/target/interop/generators-node
python_packages=(openapi-python-client==0.29.1 openapi-generator-cli==7.26.0)
# openapi-typescript 7 uses the compiler's own interface, which TypeScript 6 and newer changed.
node_packages=(openapi-typescript@7.13.0 openapi-fetch@0.17.0 typescript@5.9.3)

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
{ [ -x "$venv/bin/openapi-python-client" ] && [ -x "$venv/bin/openapi-generator-cli" ]; } ||
    "$venv/bin/pip" install --quiet --disable-pip-version-check "${python_packages[@]}" || exit 3
[ -d "$node/node_modules/openapi-fetch" ] ||
    npm install --silent --no-fund --no-audit --prefix "$node" "${node_packages[@]}" || exit 3

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
generate() { # name, command
    local name="$1"
    shift
    if "$@" >"$work/generated" 2>&1; then
        echo "ok      $name reads the document"
    else
        echo "FAILED  $name does not read the document:"
        tail -20 "$work/generated"
        failed=1
    fi
}

generate openapi-python-client "$venv/bin/openapi-python-client" generate \
    --path openapi.json --output-path credits_client --meta none
"$venv/bin/python" "$here/generated_client.py" "$work" "$base" || failed=1

generate openapi-typescript "$node/node_modules/.bin/openapi-typescript" openapi.json -o "$work/schema.d.ts"
cp "$here/generated_client.mts" "$work/walk.mts"
ln -s "$node/node_modules" "$work/node_modules"
# The types are half of the test: a walk that does not match the document's types fails here.
"$node/node_modules/.bin/tsc" --strict --target es2022 --module nodenext --moduleResolution nodenext --skipLibCheck \
    --lib es2022,dom walk.mts && node walk.mjs "$base" || failed=1

generate "openapi-generator for Java" "$venv/bin/openapi-generator-cli" generate -g java -i openapi.json -o "$work/java"
# One enum, not one class per word.
if grep -q '^public enum Method ' "$work/java/src/main/java/org/openapitools/client/model/Method.java"; then
    echo "ok      a vocabulary is an enum in Java"
else
    echo "FAILED  a vocabulary is no enum in Java"
    failed=1
fi
exit "$failed"
