#!/bin/sh
# Starts a role of the image: "command-api", "relay", "projector", "query-api" or "standalone"; or the command line: "firstwrite migrate".
set -eu
cd "$(dirname "$0")/../.."

# Containers of one role differ by their host name. It lasts as long as the container (a pod of a stateful set: for ever), which is
# enough for views that projectors share; a query-api with views of its own is given FIRSTWRITE_INSTANCE by hand.
instance_of_host() {
  printf %s "${HOSTNAME:-$(uname -n)}" | tr '[:upper:]' '[:lower:]' | sed 's/\..*//; s/[^a-z0-9-]/-/g' | tail -c 32 | sed 's/^-*//'
}

name=${1:-standalone}
[ $# -eq 0 ] || shift
if [ -z "${FIRSTWRITE_INSTANCE:-}" ]; then
  FIRSTWRITE_INSTANCE=$(instance_of_host)
  export FIRSTWRITE_INSTANCE
fi

# exec: the role itself gets the container's signals, and stops in order.
if [ "$name" = firstwrite ]; then exec node apps/cli/bin/firstwrite.js "$@"; fi
if [ "$name" != cli ] && [ -f "dist/apps/$name/main.js" ]; then
  # Room for what many requests in flight have allocated: else the collector copies it again and again.
  exec node --max-semi-space-size=32 "dist/apps/$name/main.js" "$@"
fi
echo "there is no role \"$name\" in this image; there are: $(cd dist/apps && echo * | sed 's/ projector-thread//; s/\<cli\>/firstwrite/')" >&2
exit 64
