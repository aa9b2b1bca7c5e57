#!/usr/bin/env bash
# Installs from Debian's packages what some tests look for and cannot bring along: psql, pgbouncer and chromium. Where
# they are there already, or where this is no Debian or not root, it does nothing; the tests that want psql or pgbouncer
# then report that they were skipped, and those of the console fail and name this script.
set -euo pipefail

missing=()
command -v psql >/dev/null || missing+=(postgresql-client)
[ -x /usr/sbin/pgbouncer ] || command -v pgbouncer >/dev/null || missing+=(pgbouncer)
[ -n "${CHROMIUM_PATH:-}" ] || [ -x /usr/bin/chromium ] || [ -x /usr/bin/chromium-browser ] ||
  [ -x /usr/bin/google-chrome ] || missing+=(chromium)

if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "Not installed, and some tests will be skipped or fail: ${missing[*]}" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
