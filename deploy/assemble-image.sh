#!/bin/sh
# Lays out the files of the image in a folder: what is put there is in the image, and nothing else.
#   assemble-image.sh dependencies FOLDER   what package-lock.json says that production needs
#   assemble-image.sh program FOLDER        what "npm run build" made, and what starts it
# Two parts, because a change of the sources leaves the first as it was. Both go to the same folder.
set -eu
part=${1:?"which part: dependencies or program"}
mkdir -p "${2:?"to which folder"}"
target=$(cd "$2" && pwd)
cd "$(dirname "$0")/.."

assemble_dependencies() {
  cp package.json package-lock.json .npmrc "$target"
  # The optional ones are the binaries of embedded PostgreSQL: in a container DATABASE_URL names a server.
  (cd "$target" && npm ci --omit=dev --omit=optional --prefer-offline --loglevel=error)
}

assemble_program() {
  for built in dist/apps/*/main.js; do
    [ -f "$built" ] || { echo 'nothing is built: run "npm run build"' >&2; exit 1; }
    mkdir -p "$target/$(dirname "$built")"
    cp "$built" "$target/$built"
  done
  mkdir -p "$target/apps/cli/bin" "$target/deploy/image"
  cp apps/cli/bin/firstwrite.js "$target/apps/cli/bin"
  cp deploy/image/entrypoint.sh deploy/image/health-check.cjs "$target/deploy/image"
  cp LICENSE "$target"
}

case $part in
  dependencies) assemble_dependencies ;;
  program) assemble_program ;;
  *) echo "there is no part \"$part\"" >&2; exit 1 ;;
esac
