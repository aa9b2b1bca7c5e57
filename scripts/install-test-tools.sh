#!/usr/bin/env bash
# Installs the tools of some tests that npm packages do not provide, from Debian's packages: psql, pgbouncer and
# chromium. It does nothing if they are installed, if this is not Debian, or without root; the tests that need psql or
# pgbouncer are then skipped, and the console's tests fail with a message that names this script.
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
