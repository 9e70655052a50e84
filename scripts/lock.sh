#!/bin/sh
# Write requirements.lock anew from pyproject.toml: every version with its hashes, no address of any index.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
  --group build --group dev pyproject.toml -o requirements.lock "$@"
# The peers of `make bench`, in the versions of whatever they share with the product.
.venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
  --group bench -c requirements.lock -o bench/requirements.lock "$@"
