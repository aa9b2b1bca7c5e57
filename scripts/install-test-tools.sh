#!/usr/bin/env bash
# Installs from Debian's packages what some tests look for and cannot bring along: psql and pgbouncer. Where they are
# there already, or where this is no Debian or not root, it does nothing; those tests then say that they were skipped.
set -euo pipefail

missing=()
command -v psql >/dev/null || missing+=(postgresql-client)
[ -x /usr/sbin/pgbouncer ] || command -v pgbouncer >/dev/null || missing+=(pgbouncer)

if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "Not installed, and some tests will be skipped: ${missing[*]}" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
