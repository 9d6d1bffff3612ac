#!/usr/bin/env bash
# Does the gateway believe only messages signed by the published Standard Webhooks libraries, and do they believe its
# events? Starts the program given as $1 (default: the debug build) with its simulators. The Python library, and the
# JavaScript one where node is installed, sign deposit notices, and the script checks the minted credits. Then they verify
# events before, during and after a rotation of the secret. With node it also checks the buyer's view of the page that
# opens a provider's window, and the Model Context Protocol's own client speaks with `credit-gateway mcp`.
#
# The libraries are installed in target/interop. Prints `N passed, N failed`; exit code 1 when something failed.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/interop
gateway=$(realpath "${1:-$root/target/debug/credit-gateway}")
tools=$root/target/interop
# The secret of the development mode's simulated bank feed.
secret=whsec_c2FuZGJveC1iYW5rLWZlZWQtc2VjcmV0
passed=0
failed=0

mkdir -p "$tools"
work=$(mktemp -d)
pid=
receiver=
end() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    [ -z "$receiver" ] || kill "$receiver" 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT

check() { # what, expected, found
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
        echo "ok      $1"
    else
        failed=$((failed + 1))
        echo "FAILED  $1: expected $2, found $3"
    fi
}

field() { # name: of the JSON object on standard input
    python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"
}

# The program, on a port that it chooses.
start() {
    cd "$work"
    DATABASE_URL="sqlite:$work/gateway.db" "$gateway" dev --listen 127.0.0.1:0 --keys-file "$work/dev.env" \
        >"$work/said" 2>"$work/log" &
    pid=$!
    for _ in $(seq 300); do
        base=$(sed -n 's|^ *API *\(http://[^/]*\)/v1.*|\1|p' "$work/said")
        if [ -n "$base" ] && curl -fs "$base/readyz" >"$work/ready"; then
            # shellcheck source=/dev/null
            . "$work/dev.env"
            return
        fi
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    echo "FAILED  the gateway does not start:"
    cat "$work/log"
    exit 1
}

call() { # key, path, then more for curl
    local key=$1 path=$2
    shift 2
    curl -s -H "authorization: Bearer $key" "$@" "$base$path"
}

open_order() { # customer, depositor
    call "$CHECKOUT_KEY" /v1/orders -H "idempotency-key: order-$1" -H 'content-type: application/json' \
        --data "{\"customer_id\": \"$1\", \"product\": \"direct-1000\", \"quantity\": 1, \"provider\": \"bank\",
                 \"depositor_name\": \"$2\", \"return_url\": \"http://localhost:9/\"}" | field amount
}

notice() { # movement, depositor, won
    local now
    now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    printf '{"type":"deposit.received","timestamp":"%s","data":{"movement_id":"%s","account":"main","depositor_name":"%s","amount":%s,"deposited_at":"%s"}}' \
        "$now" "$1" "$2" "$3" "$now"
}

balance() { # customer
    call "$SERVICE_KEY" "/v1/customers/$1/balance" | field available
}

library() { # name, command that sends
    local name=$1 genuine
    shift
    check "$name: an order is open" 10000 "$(open_order "$name" "buyer-$name")"
    genuine=$(notice "mv-$name" "buyer-$name" 10000)
    check "$name: a tampered notice is refused" 401 \
        "$("$@" "$base/webhooks/bank" "$secret" "msg-$name-1" "$(notice "mv-$name" "buyer-$name" 1)" "$genuine")"
    check "$name: a notice under another secret is refused" 401 \
        "$("$@" "$base/webhooks/bank" "whsec_YW5vdGhlci1zZWNyZXQtb2YtMjQtYnl0ZXM=" "msg-$name-2" "$genuine")"
    check "$name: nothing was minted" 0 "$(balance "$name")"
    check "$name: a genuine notice is taken" 200 "$("$@" "$base/webhooks/bank" "$secret" "msg-$name-3" "$genuine")"
    check "$name: the lot was minted" 1000 "$(balance "$name")"
    check "$name: the same notice again is taken" 200 "$("$@" "$base/webhooks/bank" "$secret" "msg-$name-3" "$genuine")"
    check "$name: and mints nothing more" 1000 "$(balance "$name")"
}

change() { # path, body: by an admin
    call "$ADMIN_KEY" "$1" -H "idempotency-key: change-$(date +%s%N)" -H 'content-type: application/json' --data "$2"
}

# The next event that the receiver gets. Each is asked for by credits that are granted.
received=0
event() {
    received=$((received + 1))
    call "$ADMIN_KEY" "/v1/customers/heard-$received/grants" -H "idempotency-key: grant-$received" \
        -H 'content-type: application/json' \
        --data '{"kind": "promotional", "credits": 1, "reason": "an event"}' >"$work/granted"
    for _ in $(seq 100); do
        [ -f "$work/heard/$received.json" ] && return
        sleep 0.1
    done
    echo "FAILED  event $received did not come: $(cat "$work/granted")"
    exit 1
}

# Whether each library takes the last event under a secret.
verified() { # when, expected, secret
    local name
    for name in "${!verifiers[@]}"; do
        check "$name: $1" "$2" "$(${verifiers[$name]} "$work/heard/$received.json" "$3")"
    done
}

events_out() {
    local url known id first second third
    mkdir "$work/heard"
    python3 "$here/receiver.py" "$work/heard" >"$work/address" &
    receiver=$!
    until [ -s "$work/address" ]; do sleep 0.1; done
    url=$(cat "$work/address")
    known=$(change /v1/webhook-endpoints "{\"url\": \"$url\"}")
    id=$(field id <<<"$known")
    first=$(field secret <<<"$known")
    event
    verified "an event before the rotation is believed" credits.granted "$first"
    verified "and not under another secret" refused "$secret"
    second=$(change "/v1/webhook-endpoints/$id/rotate" '{"overlap_hours": 1}' | field secret)
    event
    verified "during the rotation the secret before is right" credits.granted "$first"
    verified "during the rotation the new secret is right" credits.granted "$second"
    third=$(change "/v1/webhook-endpoints/$id/rotate" '{"overlap_hours": 0}' | field secret)
    event
    verified "after the rotation the secret before is wrong" refused "$second"
    verified "after the rotation the first secret is wrong" refused "$first"
    verified "after the rotation the new secret is right" credits.granted "$third"
    sed -i 's/granted/grabbed/' "$work/heard/$received.json"
    verified "a tampered event is refused" refused "$third"
}

# A command that prints a line for each of its checks.
counted() {
    local line
    while IFS= read -r line; do
        case $line in
            ok*) passed=$((passed + 1)) ;;
            *) failed=$((failed + 1)) ;;
        esac
        echo "$line"
    done < <("$@" 2>&1)
}

declare -A verifiers
if command -v node >"$work/which"; then
    counted node "$here/window.mjs" "$root/providers/src"
fi

start
if [ ! -x "$tools/venv/bin/python" ]; then
    python3 -m venv "$tools/venv"
fi
"$tools/venv/bin/python" -c 'import standardwebhooks' 2>"$work/import" ||
    "$tools/venv/bin/pip" install --quiet --disable-pip-version-check standardwebhooks
library python "$tools/venv/bin/python" "$here/send.py"
verifiers[python]="$tools/venv/bin/python $here/verify.py"

if command -v node >"$work/which" && command -v npm >"$work/which"; then
    cd "$tools"
    [ -d node_modules/@modelcontextprotocol/sdk ] || npm install --silent --no-audit --no-fund standardwebhooks @modelcontextprotocol/sdk@1
    library javascript node "$here/send.mjs"
    counted env ASSISTANT_KEY="$ASSISTANT_KEY" node "$here/mcp.mjs" "$gateway" "$base" javascript
    verifiers[javascript]="node $here/verify.mjs"
else
    echo "SKIPPED javascript: node and npm are not installed"
fi

events_out

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
