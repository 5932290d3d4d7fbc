#!/usr/bin/env bash
# stop.sh DIR: stops the engine that start.sh started, and waits for it.
set -euo pipefail
dir=$(realpath "${1:?the folder of setup.sh}")
[[ -f $dir/dockerd.pid ]] || exit 0
pid=$(<"$dir/dockerd.pid")
kill "$pid" 2>/dev/null || true
for ((i = 0; i < 60; i++)); do
  if ! kill -0 "$pid" 2>/dev/null; then break; fi
  sleep 0.5
done
rm -f "$dir/dockerd.pid"
