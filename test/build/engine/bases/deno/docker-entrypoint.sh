#!/bin/sh
set -e
# A subcommand of deno is given to deno, everything else is a program of its own.
case "$1" in
add | bench | bundle | cache | check | compile | eval | fmt | info | install | lint | run | serve | task | test)
  exec deno "$@"
  ;;
esac
exec "$@"
