#!/usr/bin/env bash
# base.sh DIR IMAGE STAGE [RUNTIME]: builds a stage of bases/Dockerfile, or takes it from the cache, and names it IMAGE, as on
# Docker Hub. RUNTIME is what runtimes.sh fetches and the stage copies.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:?the folder of setup.sh} image=${2:?a name} stage=${3:?a stage} runtime=${4:-none}
"$here/runtimes.sh" "$dir/runtimes" "$runtime"
"$dir/docker" build --quiet --provenance=false --network host --build-context "runtime=$dir/runtimes/$runtime" \
  --target "$stage" --tag "$image" "$dir/bases" >/dev/null
case $stage in
python*) # What its pip.conf leads to.
  if [[ ! -d $dir/packages/python ]]; then
    "$dir/docker" build --quiet --provenance=false --network host --target wheels \
      --output "type=local,dest=$dir/packages/python.part" "$dir/bases" >/dev/null
    mv "$dir/packages/python.part" "$dir/packages/python"
  fi
  ;;
esac
