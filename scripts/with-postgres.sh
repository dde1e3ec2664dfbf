#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL server: its URL is in TEST_DATABASE_URL, and it is gone afterwards.
#
#   scripts/with-postgres.sh npx vitest run src/store
#   PG_SETTINGS='fsync=on synchronous_commit=on shared_buffers=512MB' scripts/with-postgres.sh npm run bench
#
# PG_BIN      directory of the server's programs; otherwise those on PATH, or Debian's newest, or Debian's package installed
# PG_SETTINGS settings separated by blanks, after (and over) the defaults below, which trade safety for speed
set -euo pipefail

fail() {
  echo "with-postgres: $*" >&2
  exit 1
}

[ $# -gt 0 ] || fail 'which command? scripts/with-postgres.sh COMMAND [ARGUMENTS]'

find_programs() {
  local found
  if [ -n "${PG_BIN:-}" ]; then
    echo "$PG_BIN"
  elif found=$(command -v initdb) && command -v pg_ctl >/dev/null; then
    dirname "$found"
  else
    found=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1) || true
    [ -z "$found" ] || dirname "$found"
  fi
}

programs=$(find_programs)
if [ -z "$programs" ]; then
  command -v apt-get >/dev/null || fail 'no PostgreSQL server found and no apt-get to install it: install PostgreSQL 15 or later, or set PG_BIN'
  [ "$(id -u)" = 0 ] || fail 'no PostgreSQL server found: install it (as root: apt-get install postgresql), or set PG_BIN'
  echo 'with-postgres: installing the package postgresql' >&2
  # The package would start a server of its own.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql; } >&2 ||
    fail 'apt-get could not install the package postgresql (no network?): install PostgreSQL 15 or later, or set PG_BIN'
  programs=$(find_programs)
  [ -n "$programs" ] || fail 'the package postgresql has no server in /usr/lib/postgresql'
fi
[ -x "$programs/pg_ctl" ] || fail "no pg_ctl in $programs"

# The server refuses to run as root.
as_server=()
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || fail 'the server needs a user that is not root: create the system user postgres'
  as_server=(runuser -u postgres --)
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/prorata-postgres.XXXXXX")
child=
clean_up() {
  trap '' INT TERM HUP
  cd /
  if [ -f "$folder/data/postmaster.pid" ]; then
    "${as_server[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  fi
  rm -rf "$folder"
}
trap clean_up EXIT
# The shell would heed a signal only after the command's end: hand it on, so that the command ends.
trap '[ -z "$child" ] || kill -TERM "$child" 2>/dev/null || true; stopped=1' INT TERM HUP

[ ${#as_server[@]} -eq 0 ] || chown postgres "$folder"
chmod 700 "$folder"
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
settings="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder -c max_connections=60
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB -c max_wal_size=2GB"
for setting in ${PG_SETTINGS:-}; do settings="$settings -c $setting"; done

start_server() (
  cd "$folder"
  "${as_server[@]}" "$programs/initdb" -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --lc-collate=C -N
  "${as_server[@]}" "$programs/pg_ctl" -D data -l server.log -w -t 60 -o "${settings//$'\n'/}" start
)
if ! start_server >"$folder/start.log" 2>&1; then
  cat "$folder/start.log" "$folder/server.log" >&2 2>/dev/null || true
  fail 'the server did not start'
fi
[ -z "${stopped:-}" ] || exit 143

export TEST_DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres"
"$@" <&0 &
child=$!
while :; do
  code=0
  wait "$child" || code=$?
  kill -0 "$child" 2>/dev/null || break # a signal ended the wait, not the command
done
exit "$code"
