#!/usr/bin/env bash
# Runs a command with the path of a Chromium in PRORATA_CHROMIUM: the one named there, or on PATH, or Debian's package installed.
#
#   scripts/with-chromium.sh npx playwright test
set -euo pipefail

fail() {
  echo "with-chromium: $*" >&2
  exit 1
}

[ $# -gt 0 ] || fail 'which command? scripts/with-chromium.sh COMMAND [ARGUMENTS]'

if [ -z "${PRORATA_CHROMIUM:-}" ] && ! command -v chromium >/dev/null; then
  command -v apt-get >/dev/null || fail 'no chromium found and no apt-get to install it: install Chromium, or set PRORATA_CHROMIUM'
  [ "$(id -u)" = 0 ] || fail 'no chromium found: install it (as root: apt-get install chromium), or set PRORATA_CHROMIUM'
  echo 'with-chromium: installing the package chromium' >&2
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } >&2 ||
    fail 'apt-get could not install the package chromium (no network?): install it, or set PRORATA_CHROMIUM'
fi
export PRORATA_CHROMIUM="${PRORATA_CHROMIUM:-$(command -v chromium)}"
exec "$@"
