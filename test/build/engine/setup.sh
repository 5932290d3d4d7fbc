#!/usr/bin/env bash
# setup.sh DIR: a BuildKit engine in the folder DIR, started, and what base.sh needs to make base images tagged as on Docker
# Hub, without a registry of images. Everything comes from Debian's packages. Needs root, apt and npm; from nothing it takes
# about a minute, later nothing is made again.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$(realpath -m "${1:?a folder to work in}")

started=$(date +%s)
step() { echo "[$(($(date +%s) - started)) s] $*"; }
mkdir -p "$dir"/{config/cli-plugins,apt/lists/partial,apt/cache/archives/partial,apt/etc,debs,packages,root}

# What the look-alikes are made of may have changed since.
rm -rf "$dir/bases"
cp -r "$here/bases" "$dir/bases"
mkdir -p "$dir/bases/ca"
cp /usr/local/share/ca-certificates/*.crt "$dir/bases/ca/" 2>/dev/null || true # this machine's own authorities, if it has any
if [[ -f $dir/complete ]] && command -v runc >/dev/null && command -v iptables >/dev/null; then exec "$here/start.sh" "$dir"; fi

step 'packages of this machine'
export DEBIAN_FRONTEND=noninteractive
missing=()
for package in runc iptables mmdebstrap; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
if ((${#missing[@]})); then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# Debian 12 has no BuildKit worth testing with: the engine's packages come from Debian 13, unpacked into a folder, with
# package lists of their own so that this machine's stay as they are.
step 'engine'
mirror() { apt-get indextargets --format '$(REPO_URI) $(RELEASE)' | awk -v release="$1" '$2 == release { print $1; exit }'; }
main=$(mirror bookworm)
security=$(mirror bookworm-security)
: "${main:?no bookworm among the package sources}" "${security:?no bookworm-security among the package sources}"
if [[ ! -x $dir/root/usr/sbin/dockerd ]]; then
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $main trixie main" >"$dir/apt/etc/sources.list"
  options=(
    -o "Dir::Etc::sourcelist=$dir/apt/etc/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$dir/apt/lists" -o "Dir::Cache=$dir/apt/cache" -o APT::Sandbox::User=root
  )
  apt-get "${options[@]}" update -qq
  (cd "$dir/debs" && apt-get "${options[@]}" -qq download docker.io docker-cli docker-buildx containerd)
  for deb in "$dir"/debs/*.deb; do dpkg-deb -x "$deb" "$dir/root"; done
  cp "$dir/root/usr/libexec/docker/cli-plugins/docker-buildx" "$dir/config/cli-plugins/"
fi
cat >"$dir/docker" <<WRAPPER
#!/bin/sh
export DOCKER_HOST=unix://$dir/docker.sock DOCKER_CONFIG=$dir/config
exec $dir/root/usr/bin/docker "\$@"
WRAPPER
chmod +x "$dir/docker"
"$here/start.sh" "$dir"

step 'Debian root file system'
if [[ ! -s $dir/debian.tar ]]; then
  TMPDIR=/dev/shm mmdebstrap --quiet --variant=minbase --mode=root \
    --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --include=ca-certificates,netbase,tzdata bookworm "$dir/debian.tar" \
    "deb $main bookworm main" "deb $main bookworm-updates main" "deb $security bookworm-security main"
fi
"$dir/docker" import -c 'CMD ["bash"]' -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  "$dir/debian.tar" local/debian-rootfs >/dev/null

touch "$dir/complete"
step "done, $(du -sm "$dir" | cut -f1) MB"
