#!/usr/bin/env bash
# What `npm run examples` needs beside Node.js: Chromium, curl, jq and Python with requests. Installs
# what is missing, on Debian as root; elsewhere it says what to install.
set -euo pipefail
cd "$(dirname "$0")/../.."

: "${CHROMIUM_PATH:=/usr/bin/chromium}"
venv=node_modules/.cache/examples/venv
wanted=test/examples/python/requirements.txt

missing=()
[ -x "$CHROMIUM_PATH" ] || missing+=(chromium)
command -v curl >/dev/null || missing+=(curl)
command -v jq >/dev/null || missing+=(jq)
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    printf 'The examples need %s. Install that; another browser may be named by CHROMIUM_PATH.\n' "${missing[*]}" >&2
    exit 1
  fi
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
fi

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --requirement "$wanted"
