#!/bin/sh
# Whether two commits differ in the folder of an adapter: adapters-touched.sh <one> <other> prints true or false. Compares the hashes of
# trees and opens none below `semesters/`: a tree of a stranger's may stand for more files than a machine can list.
set -eu

adapters() {
  git ls-tree -d --name-only "$1" semesters/ | while IFS= read -r semester; do
    tree="$(git rev-parse --verify --quiet "$1:$semester/adapters" || true)"
    if [ -n "$tree" ]; then printf '%s %s\n' "$semester" "$tree"; fi
  done
}

if [ "$(adapters "$1")" = "$(adapters "$2")" ]; then echo false; else echo true; fi
