#!/bin/sh
# Runs the browser journeys, each file of them against a fresh demonstration on a free port of this machine.
#
#   tests/browser/run.sh [TEST FILE ...]
#
# CHROMIUM names the browser (Debian's by default), PAYBACK_PANEL a program that is built already.
# PAYBACK_PANEL_ADDRESS uses a demonstration that runs already. Where there is no browser the
# journeys are left out, with a line that says so; with CI=true that is a failure.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
export CHROMIUM
if ! [ -x "$CHROMIUM" ]; then
  echo "left out: the browser journeys, because there is no browser at $CHROMIUM (Debian: apt install chromium)"
  [ "${CI:-}" = true ] && exit 1
  exit 0
fi

cd "$here"
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi

folder=$(mktemp -d)
served=
stop() {
  if [ -n "$served" ]; then
    kill "$served" 2>/dev/null || true
    wait "$served" 2>/dev/null || true
    served=
  fi
}
tidy() {
  stop
  rm -rf "$folder"
}
trap tidy EXIT
trap 'exit 130' INT TERM

# A journey leaves the demonstration as it leaves it: nominations taken, the clock put forward. Each
# file of journeys starts with its own.
begin() {
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
  PAYBACK_PANEL_ADDRESS="http://127.0.0.1:$port"
  export PAYBACK_PANEL_ADDRESS
  rm -rf "$folder/data"
  "$PAYBACK_PANEL" demo --listen "127.0.0.1:$port" --data "$folder/data" >"$folder/log" 2>&1 &
  served=$!
  node "$here/wait.mjs" "$PAYBACK_PANEL_ADDRESS/health/ready" "$served" || { cat "$folder/log" >&2; exit 1; }
}

journey() {
  node --test --test-concurrency=1 --test-reporter=spec "$@"
}

rm -rf shots
if [ $# -eq 0 ]; then set -- *.test.mjs; fi

if [ -n "${PAYBACK_PANEL_ADDRESS:-}" ]; then
  journey "$@"
  exit
fi

if [ -z "${PAYBACK_PANEL:-}" ]; then
  (cd "$root" && cargo build --quiet)
  PAYBACK_PANEL="${CARGO_TARGET_DIR:-$root/target}/debug/payback-panel"
fi
export PAYBACK_PANEL
failed=
for file in "$@"; do
  echo "$file"
  begin
  if ! journey "$file"; then
    failed="$failed $file"
    echo "The last lines of the demonstration's log:"
    tail -n 20 "$folder/log"
  fi
  stop
done
if [ -n "$failed" ]; then
  echo "failed:$failed"
  exit 1
fi
