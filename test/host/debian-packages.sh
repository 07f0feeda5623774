#!/usr/bin/env bash
# Installs, by name and as root, what the tests and the demo want from a bare Debian or Ubuntu.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
packages=(
	chromium # shows the workbench
	fonts-noto-core fonts-noto-mono fonts-noto-color-emoji fonts-noto-cjk # every name in a picture is readable
	python3 make g++ # one native module of VS Code is compiled
	git # VS Code's Git extension, and what is left out of a folder
	curl ca-certificates
)
log=$(mktemp)
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 </dev/null; then
	tail -n 25 "$log" >&2
	echo "The Debian packages could not be installed (the whole log: $log)." >&2
	exit 1
fi
rm -f "$log"
