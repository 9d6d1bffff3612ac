#!/usr/bin/env bash
# Does the gateway believe only messages signed by the published Standard Webhooks libraries? Starts the program given
# as $1 (default: the debug build) with its simulators. The Python library, and the JavaScript one where node is
# installed, sign deposit notices, and the script checks the minted credits. With node it also checks the buyer's view
# of the page that opens a provider's window.
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
end() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
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

if command -v node >"$work/which"; then
    while IFS= read -r line; do
        case $line in
            ok*) passed=$((passed + 1)) ;;
            *) failed=$((failed + 1)) ;;
        esac
        echo "$line"
    done < <(node "$here/window.mjs" "$root/providers/src" 2>&1)
fi

start
if [ ! -x "$tools/venv/bin/python" ]; then
    python3 -m venv "$tools/venv"
fi
"$tools/venv/bin/python" -c 'import standardwebhooks' 2>"$work/import" ||
    "$tools/venv/bin/pip" install --quiet --disable-pip-version-check standardwebhooks
library python "$tools/venv/bin/python" "$here/send.py"

if command -v node >"$work/which" && command -v npm >"$work/which"; then
    cd "$tools"
    [ -d node_modules/standardwebhooks ] || npm install --silent --no-audit --no-fund standardwebhooks
    library javascript node "$here/send.mjs"
else
    echo "SKIPPED javascript: node and npm are not installed"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
