#!/usr/bin/env bash
# base.sh DIR IMAGE STAGE [RUNTIME]: builds a stage of bases/Dockerfile, or takes it from the cache, and names it IMAGE, as on
# Docker Hub. RUNTIME is what runtimes.sh fetches and the stage copies.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:?the folder of setup.sh} image=${2:?a name} stage=${3:?a stage} runtime=${4:-none}
"$here/runtimes.sh" "$dir/runtimes" "$runtime"
"$dir/docker" build --quiet --provenance=false --network host --build-context "runtime=$dir/runtimes/$runtime" \
  --target "$stage" --tag "$image" "$dir/bases" >/dev/null

# index STAGE FOLDER: what the test serves to the package manager of a base image.
index() {
  if [[ -d $dir/packages/$2 ]]; then return 0; fi
  "$dir/docker" build --quiet --provenance=false --network host --target "$1" \
    --output "type=local,dest=$dir/packages/$2.part" "$dir/bases" >/dev/null
  mv "$dir/packages/$2.part" "$dir/packages/$2"
}
case $stage in
python*) index wheels python ;;
ruby*) index gems ruby ;;
esac
