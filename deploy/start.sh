#!/bin/sh
# The container's own files are read-only, and numba wants to write beside what it has compiled: give it a copy.
set -e
[ -d "$NUMBA_CACHE_DIR" ] || cp -r /app/.numba "$NUMBA_CACHE_DIR"
exec vernetzt "$@"
