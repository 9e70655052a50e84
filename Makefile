# `make` alone runs what a reviewer runs. Everything works in a fresh clone: each target sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
# Python keeps what it compiled, whatever the shell says: dozens of processes start here, each twice as fast for it.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := all
.PHONY: all setup demo test docs-screenshots check bench gate migration schema lock clean help

all: check test  ## check, then test (what .ci/run does)

setup:  ## environment in .venv, locked packages, front end, base map; skipped when nothing changed
	@$(PYTHON) scripts/setup.py

demo: setup  ## play Wenchuan 2008 through the whole system; ARGS="--scenario ice-2008 --port N --no-browser"
	@$(BIN)/tongxin demo $(ARGS)

# Whole processes wait for clocks and for one another half of the time: three at once keep two cores busy.
test: setup  ## every test, Python and front end; ARGS goes to pytest
	@scripts/browser_for_tests.sh
	$(BIN)/pytest -q -n 2 --dist worksteal -m "not alone" $(ARGS)
	$(BIN)/pytest -q -n 3 --dist loadscope --no-loadscope-reorder -m alone $(ARGS) || [ $$? -eq 5 ]
	$(BIN)/python scripts/frontend.py test

check: setup  ## ruff, mypy, import contracts, migrations against models, types of the front end
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m incident.migrate check
	$(BIN)/python scripts/frontend.py check

bench: setup  ## the product beside its peers, in one run: make bench, make bench PART=A
	$(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python -r bench/requirements.lock
	$(BIN)/python -m bench $(if $(PART),--part $(PART)) $(ARGS)

gate: setup  ## figures of reliability: make gate (P tier), make gate G=G1,G2,G9 (the full ones)
	$(BIN)/python scripts/gate.py $(G)

migration: setup  ## write a migration from the models: make migration SAYS="What changes"
	$(BIN)/python -m incident.migrate revision "$(SAYS)"

schema: setup  ## until the first release only: write the first migration anew from the models
	$(BIN)/python -m incident.migrate renew

lock: setup  ## renew requirements.lock and static/package-lock.json from what pyproject.toml and package.json ask
	scripts/lock.sh
	$(BIN)/python scripts/frontend.py lock

docs-screenshots: setup  ## pictures of every screen, both languages and sizes, into var/screenshots
	@scripts/browser_for_tests.sh
	$(BIN)/python -m scripts.screenshots --readme $(ARGS)

clean:  ## remove the environment, builds and caches; data in var/ stay
	rm -rf .venv static/node_modules static/dist var/cache *.egg-info build \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##/\1\t/p' $(MAKEFILE_LIST) | expand -t 12
