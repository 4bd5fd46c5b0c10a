#!/bin/sh
# Installs the Debian packages named that are missing. usage: deps.sh [--quick] PACKAGE...
# --quick: only when pkg-config cannot find the libraries (so that a plain build on another system is not stopped by dpkg).
set -eu
quick=no
if [ "${1:-}" = --quick ]; then quick=yes; shift; fi
if [ $quick = yes ] && command -v pkg-config >/dev/null 2>&1 &&
  pkg-config --exists lua5.4 lua5.4-lpeg sqlite3 gumbo jansson expat libutf8proc libexttextcat zlib; then
  exit 0
fi
if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
  echo "dossier: this system has no apt; install the equivalents of: $*" >&2
  [ $quick = yes ] && exit 1
  exit 0
fi
missing=
for package in "$@"; do
  state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
as_root=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || { echo "dossier: as root, run: apt-get install$missing" >&2; exit 1; }
  as_root=sudo
fi
echo "installing:$missing" >&2
# shellcheck disable=SC2086
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
