#!/bin/sh
# Fuzzes the API from its own OpenAPI document: no answer in the 500s, and none that departs from the document, for
# what the document allows and for what it does not.
#
#   tests/api/run.sh [OPTION OF `st run` ...]
#
# Runs against a fresh demonstration on a free port of this machine; PAYBACK_PANEL names a program that is built
# already. API_SEED gives another run than the usual one, API_SECONDS a longer one. Schemathesis is installed from
# PyPI into a folder of its own under target/. Where there is no Python with venv the run is left out, with a line
# that says so; with CI=true that is a failure.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}

if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
  echo "left out: the fuzz run of the API, because there is no Python 3 with venv (Debian: apt install python3-venv)"
  [ "${CI:-}" = true ] && exit 1
  exit 0
fi

tools="$target/api-tools"
if ! [ "$tools/installed" -nt "$here/requirements.txt" ]; then
  rm -rf "$tools"
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  touch "$tools/installed"
fi

if [ -z "${PAYBACK_PANEL:-}" ]; then
  (cd "$root" && cargo build --quiet)
  PAYBACK_PANEL="$target/debug/payback-panel"
fi

folder=$(mktemp -d)
served=
tidy() {
  [ -z "$served" ] || { kill "$served" 2>/dev/null && wait "$served" 2>/dev/null; } || true
  rm -rf "$folder"
}
trap tidy EXIT
trap 'exit 130' INT TERM

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
address="http://127.0.0.1:$port"
"$PAYBACK_PANEL" demo --listen "127.0.0.1:$port" --data "$folder/data" >"$folder/log" 2>&1 &
served=$!

# Reports and what was learnt of earlier runs lie in the folder, and go with it. The tool leaves out the address that the
# document came from unless a filter names it, so the filter names every address.
cd "$folder"
{
  code=0
  SCHEMATHESIS_HOOKS="$here/hooks.py" "$tools/bin/st" --config-file "$here/schemathesis.toml" run "$address/api/v1/openapi.json" \
    --wait-for-schema 120 --checks all --mode all --max-time "${API_SECONDS:-75}" --seed "${API_SEED:-2009}" \
    --include-path-regex '^/api/' --workers 2 --continue-on-failure --no-color "$@" || code=$?
  echo "$code" >"$folder/code"
} | tee "$folder/told"
read -r code <"$folder/code"
if [ "$code" -ne 0 ]; then
  tail -n 5 "$folder/log"
  exit "$code"
fi

# Options of the caller may choose among the addresses; without any, each one of the document is tested.
if [ $# -eq 0 ]; then
  all=$("$tools/bin/python" -c 'import json, sys, urllib.request; print(len(json.load(urllib.request.urlopen(sys.argv[1]))["paths"]))' \
    "$address/api/v1/openapi.json")
  tested=$(sed -n 's/^ *Tested: *\([0-9]*\)$/\1/p' "$folder/told")
  if [ "$tested" != "$all" ]; then
    echo "${tested:-none} of the document's $all addresses were tested: each must be"
    exit 1
  fi
fi
