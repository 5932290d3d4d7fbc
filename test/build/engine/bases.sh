#!/usr/bin/env bash
# bases.sh DIR: builds the stages of bases/Dockerfile and tags them as on Docker Hub.
set -euo pipefail
dir=${1:?the folder of setup.sh}

# base STAGE RUNTIME TAG…: RUNTIME is the folder of runtimes.sh that the stage copies from.
base() {
  local stage=$1 runtime=$2 tags=() tag
  shift 2
  for tag in "$@"; do tags+=(-t "$tag"); done
  "$dir/docker" build --quiet --provenance=false --network host --build-context "runtime=$dir/runtimes/$runtime" \
    --target "$stage" "${tags[@]}" "$dir/bases" >/dev/null
  echo "  $*"
}

base debian-slim bun debian:bookworm-slim debian:12-slim debian:stable-slim
base debian bun debian:bookworm debian:12 debian:latest
base alpine bun alpine:latest alpine:3 alpine:3.22
base distroless-static bun gcr.io/distroless/static-debian12:latest
base distroless-static-nonroot bun gcr.io/distroless/static-debian12:nonroot
base distroless-base-nonroot bun gcr.io/distroless/base-debian12:nonroot
base nginx-unprivileged bun nginxinc/nginx-unprivileged:alpine-slim
base golang bun golang:1.22 golang:1.22-bookworm
base bun-slim bun oven/bun:1-slim oven/bun:slim
base bun-alpine bun oven/bun:1-alpine oven/bun:alpine
base bun bun oven/bun:1 oven/bun:1-debian oven/bun:latest
for major in 20 22; do
  base node "node$major" "node:$major" "node:$major-bookworm"
  base node-slim "node$major" "node:$major-slim" "node:$major-bookworm-slim"
  base node-alpine "node$major" "node:$major-alpine"
done
