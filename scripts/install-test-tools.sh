#!/usr/bin/env bash
# Installs the tools of some tests that npm packages do not provide, from Debian's packages: psql, pgbouncer, chromium and
# the distribution's PostgreSQL server, of which no cluster is created. It does nothing if they are installed, if this is
# not Debian, or without root or sudo; the tests that need psql or pgbouncer are then skipped, and those that need the server or
# chromium fail with a message that names this script.
set -euo pipefail

missing=()
command -v psql >/dev/null || missing+=(postgresql-client)
[ -x /usr/sbin/pgbouncer ] || command -v pgbouncer >/dev/null || missing+=(pgbouncer)
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
[ -n "${CHROMIUM_PATH:-}" ] || [ -x /usr/bin/chromium ] || [ -x /usr/bin/chromium-browser ] ||
  [ -x /usr/bin/google-chrome ] || missing+=(chromium)

if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
if command -v apt-get >/dev/null && [ "$(id -u)" -ne 0 ] && sudo -n true 2>/dev/null; then
  exec sudo "$0"
fi
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "Not installed, and some tests will be skipped or fail: ${missing[*]}" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
# Neither create nor start a cluster: tests start servers of their own.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
apt-get update -qq
apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "${missing[@]}" >/dev/null
