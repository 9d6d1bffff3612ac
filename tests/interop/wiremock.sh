#!/usr/bin/env bash
# Do the fixtures behave in the real WireMock as in our tests, and can one sell and refund with only the fixtures as
# provider? Starts WireMock with each provider's folder. WireMock and the server of the tests answer the adapters'
# requests (and near misses of them), and the script compares the answers. Then the program given as $1 (default: the
# debug build, which is built first) sells and refunds there, see wiremock_walk.py. Requires npm, java and python3.
# WireMock is installed in target/wiremock.
#
# Prints `N passed, N failed`; exit code 1 when something failed, 3 when npm, java, python3 or WireMock is
# unavailable.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
version=3.13.2
tools=$root/target/wiremock
jar=$tools/node_modules/wiremock/build/wiremock-standalone-$version.jar
providers=(toss kakaopay naverpay portone)
# Those of `scripts/test`: with others, or for one package alone, cargo builds the same crates a second time.
features=credit-gateway/torture,credit-gateway/canaries
seconds_max=60 # to start; two or three on an idle machine
passed=0
failed=0

for tool in npm java python3; do
    if ! command -v "$tool" >/dev/null; then
        echo "npm, java and python3 are needed; $tool is missing"
        exit 3
    fi
done
if [ ! -f "$jar" ]; then
    mkdir -p "$tools"
    npm install --prefix "$tools" --silent --no-audit --no-fund "wiremock@$version" || exit 3
fi

work=$(mktemp -d)
pids=()
end() {
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap end EXIT

ok() {
    passed=$((passed + 1))
    echo "ok      $1"
}

fail() {
    failed=$((failed + 1))
    echo "FAILED  $1"
}

# WireMock on a port that it chooses, over a copy: it makes folders of its own beside the mappings.
start() { # provider
    local provider=$1 log=$work/$1.log port=
    cp -r "$root/wiremock-fixtures/$provider" "$work/$provider"
    java -XX:TieredStopAtLevel=1 -jar "$jar" --port 0 --bind-address 127.0.0.1 --root-dir "$work/$provider" \
        --disable-banner >"$log" 2>&1 &
    local pid=$!
    pids+=("$pid")
    for _ in $(seq $((seconds_max * 10))); do
        port=$(sed -n 's/^port: *\([0-9]\{1,\}\)$/\1/p' "$log")
        if [ -n "$port" ] && curl -fs "http://127.0.0.1:$port/__admin/health" >"$work/health"; then
            export "WIREMOCK_${provider^^}=http://127.0.0.1:$port"
            loaded "$provider" "http://127.0.0.1:$port"
            return
        fi
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    fail "$provider: WireMock does not start"
    cat "$log"
    echo "$passed passed, $failed failed"
    exit 1
}

# The number of stubs, by the files and by WireMock, which skips invalid ones.
loaded() { # provider, base
    local files there
    files=$(find "$work/$1/mappings" -name '*.json' -exec grep -hc '"urlPath\(Pattern\)\?":' {} + | awk '{sum += $1} END {print sum}')
    there=$(curl -fs "$2/__admin/mappings?limit=1" | sed -n 's/.*"total" *: *\([0-9]\{1,\}\).*/\1/p')
    if [ -n "$there" ] && [ "$files" = "$there" ]; then
        ok "$1: all $there stubs are loaded"
    else
        fail "$1: WireMock knows ${there:-no} stubs of $files"
    fi
}

quiet() { # provider
    if grep -inE 'warn|error|exception|unknown|unrecogni[sz]ed|unsupported|deprecated' "$work/$1.log" >"$work/noise"; then
        fail "$1: WireMock complains"
        cat "$work/noise"
    else
        ok "$1: WireMock has nothing to complain of"
    fi
}

# Adds the counts of another script. That script printed its failures itself.
count() { # file with its lines
    passed=$((passed + $(grep -c '^ok      ' "$1" || true)))
    failed=$((failed + $(grep -c '^FAILED  ' "$1" || true)))
}

gateway=${1:+$(realpath "$1")}
cd "$root"
if [ -z "$gateway" ]; then
    cargo build --quiet --locked --workspace --features "$features" --bin credit-gateway
    gateway=$(realpath "${CARGO_TARGET_DIR:-target}/debug/credit-gateway")
fi

for provider in "${providers[@]}"; do
    start "$provider"
done

RUST_BACKTRACE=0 cargo test --locked --workspace --features "$features" --test contract -- --ignored --nocapture \
    the_real_wiremock >"$work/said" 2>&1 && status=0 || status=$?
grep '^FAILED  ' "$work/said" || true
count "$work/said"
if [ "$status" != 0 ] && ! grep -q '^FAILED  ' "$work/said"; then
    fail "the comparison did not run"
    tail -n 20 "$work/said"
fi

mkdir "$work/gateway"
# Without compiled files beside the sources.
python3 -B tests/interop/wiremock_walk.py "$gateway" "$work/gateway" >"$work/walked" && status=0 || status=$?
# The last line is the script's own total.
sed '$d' "$work/walked"
count "$work/walked"
if [ "$status" != 0 ] && ! grep -q '^FAILED  ' "$work/walked"; then
    fail "the gateway's walks did not run"
fi

for provider in "${providers[@]}"; do
    quiet "$provider"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
