#!/usr/bin/env bash
# Browser tests drive Debian's Chromium. Where it is missing and we may, install it; else say how.
# The build without windows is the same browser at half the work; it is taken where there is one.
set -euo pipefail
if [ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell chromium >/dev/null 2>&1; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  for package in chromium-headless-shell chromium; do
    if apt-get install -y -qq --no-install-recommends $package fonts-dejavu-core fonts-liberation >/dev/null; then
      exit 0
    fi
  done
fi
echo "The browser tests need Chromium. Install it (Debian: apt-get install chromium-headless-shell), or set" >&2
echo "CHROMIUM to the path of a Chromium or Chrome, then run make test again." >&2
exit 1
