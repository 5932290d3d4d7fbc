#!/usr/bin/env bash
# start.sh DIR: starts the engine that setup.sh made; its process id is in DIR/dockerd.pid. It has no bridge: every build and
# every container needs `--network host`.
set -euo pipefail
dir=$(realpath "${1:?the folder of setup.sh}")
export PATH=$dir/root/usr/sbin:$dir/root/usr/bin:$PATH
if [[ -f $dir/dockerd.pid ]] && kill -0 "$(<"$dir/dockerd.pid")" 2>/dev/null; then exit 0; fi
rm -f "$dir/engine.pid"
echo '{}' >"$dir/daemon.json"
setsid dockerd --config-file "$dir/daemon.json" --data-root "$dir/data" --exec-root "$dir/exec" -p "$dir/engine.pid" \
  -H "unix://$dir/docker.sock" --storage-driver overlay2 --bridge=none --iptables=false --ip6tables=false \
  >"$dir/dockerd.log" 2>&1 </dev/null &
echo $! >"$dir/dockerd.pid"
for ((i = 0; i < 60; i++)); do
  if "$dir/docker" version >/dev/null 2>&1; then exit 0; fi
  sleep 0.5
done
tail -n 5 "$dir/dockerd.log" >&2
exit 1
