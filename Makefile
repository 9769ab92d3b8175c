# Everything here works from a fresh clone with nothing but python3 (3.11 or newer, with its venv module); the journeys
# of test-browser need Chromium as well.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
UV := $(BIN)/uv
# As many tests at once as there are processors, a file's in one process; JOBS=0 for a debugger.
JOBS ?= auto
PYTEST := $(BIN)/pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

# A workplace that forbids bytecode makes every start and every test slower for nothing.
unexport PYTHONDONTWRITEBYTECODE
# An outer virtual environment is not ours.
unexport VIRTUAL_ENV
export PYTHONHASHSEED ?= random

TYPED := $(addprefix platform/,hub ledger members rooms web) exchanges peers events workers scripts tests
CATALOGUES := $(wildcard platform/web/locale/*/LC_MESSAGES/*.po)

.PHONY: help setup run check test test-browser bench lock messages clean
help:
	@echo "make run      the platform with demo data on http://localhost:$(PORT) (PORT= changes it)"
	@echo "make test     the suite without a browser; on DATABASE_URL and REDIS_URL when they are set"
	@echo "make setup    the environment in .venv     make check   style, types, contracts, messages, compose file"
	@echo "make bench    the benchmarks               make messages   collect sentences into the catalogues"
	@echo "make lock     pin the requirements anew    make test-browser   journeys in Chromium"

# --- environment -----------------------------------------------------------------------------------------------------
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv

.venv/.uv: requirements-bootstrap.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-bootstrap.txt
	@touch $@

.venv/.run: requirements.txt pyproject.toml .venv/.uv
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.warm: .venv/.run $(wildcard exchanges/mixers/seating*.py exchanges/mixers/seating/*.py)
	$(BIN)/python scripts/warm.py
	@touch $@

.venv/.messages: .venv/.run scripts/messages.py $(CATALOGUES)
	$(BIN)/python scripts/messages.py compile
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

.venv/.browser: requirements-browser.txt .venv/.dev
	$(INSTALL) --require-hashes -r requirements-browser.txt
	@touch $@

.venv/.bench: requirements-bench.txt .venv/.dev
	$(INSTALL) --require-hashes -r requirements-bench.txt
	@touch $@

setup: .venv/.messages .venv/.warm .venv/.dev

# --- daily work ------------------------------------------------------------------------------------------------------
# Compiling the seating takes half a minute, once; the pages need not wait for it.
run: .venv/.messages
	@nice -n 19 $(MAKE) --silent .venv/.warm >/dev/null 2>&1 &
	@DEMO=1 PORT=$(PORT) $(BIN)/vernetzt serve --port $(PORT)

CHECKS := check-style check-format check-messages check-contracts check-budgets check-compose check-types
.PHONY: $(CHECKS)
check: $(CHECKS)

check-style: setup
	$(BIN)/ruff check --output-format concise .
check-format: setup
	$(BIN)/ruff format --check --quiet .
check-messages: setup
	$(BIN)/python scripts/messages.py check
check-contracts: setup
	$(BIN)/lint-imports --no-cache
check-budgets: setup
	$(BIN)/python scripts/budgets.py
check-compose: setup
	$(BIN)/python scripts/compose.py
check-types: setup .venv/.browser
	$(BIN)/mypy $(TYPED)

# First what is measured against the clock, then all that bears company; no test chosen in one of them (5) is no failure.
test: setup
	@failed=0; \
	$(BIN)/pytest -m "alone and not browser$(if $(ONLY), and $(ONLY))" $(ARGS) || [ $$? -eq 5 ] || failed=1; \
	$(PYTEST) -m "not browser and not alone$(if $(ONLY), and $(ONLY))" $(ARGS) || [ $$? -eq 5 ] || failed=1; \
	exit $$failed

test-browser: setup .venv/.browser
	$(PYTEST) -p no:asyncio -W ignore::pytest.PytestConfigWarning -m browser $(ARGS)

bench: setup .venv/.bench
	$(BIN)/python -m benchmarks $(ARGS)

messages: .venv/.run
	$(BIN)/python scripts/messages.py extract

# The pins are chosen here and nowhere else: no index, no address, no path of a machine gets into them.
lock: .venv/.uv
	$(COMPILE) --group bootstrap -o requirements-bootstrap.txt $(UPGRADE)
	$(COMPILE) pyproject.toml --group build -o requirements.txt $(UPGRADE)
	$(COMPILE) pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt $(UPGRADE)
	$(COMPILE) pyproject.toml --group build --group dev --group browser -c requirements-dev.txt -o requirements-browser.txt $(UPGRADE)
	$(COMPILE) pyproject.toml --group build --group dev --group bench -c requirements-dev.txt -o requirements-bench.txt $(UPGRADE)

clean:
	rm -rf .venv var build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
