# The two commands that matter are `make run` and `make test`; `make` alone lists them all.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help run test bench check format lock clean

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1

INSTALL := $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode --only-binary :all:
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url \
	--no-emit-find-links --no-header

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/run.stamp ## open the market on this machine (PORT=8000, DATA_DIR=var)
	@$(BIN)/python manage.py run

test: .venv/dev.stamp ## run the tests: on SQLite, then those about PostgreSQL on a PostgreSQL
	$(BIN)/python -m pytest -n 2 -m "not postgres"
	$(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest -m postgres

bench: .venv/dev.stamp ## measure how fast pages and orders are, beside two references (SIZE=10000 for one size)
	@$(BIN)/python -m bench $(SIZE)

check: .venv/dev.stamp ## look at format, lint, types, layers, templates, translations, migrations, settings
	PATH="$(CURDIR)/$(BIN):$$PATH" .ci/check

format: .venv/dev.stamp ## bring code and templates into the house's format
	$(BIN)/ruff check --quiet --fix-only .
	$(BIN)/ruff format .
	git ls-files -z --cached --others --exclude-standard '*/templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

lock: .venv/uv.stamp ## work out the package lists anew from pyproject.toml (LOCK=--upgrade for newer versions)
	$(COMPILE) $(LOCK) pyproject.toml --output-file requirements/run.txt
	$(COMPILE) $(LOCK) pyproject.toml --group dev --constraint requirements/run.txt --output-file requirements/dev.txt

clean: ## forget the environment and all caches; the market's data stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One environment. The development list holds everything of the running list in the same versions, so that it serves both.
.venv/run.stamp: requirements/run.txt .venv/uv.stamp
	@echo "Installing what the market needs"
	@$(INSTALL) requirements/run.txt
	@rm -f .venv/dev.stamp
	@touch $@

.venv/dev.stamp: requirements/dev.txt requirements/run.txt .venv/uv.stamp
	@echo "Installing what the market and its tests need"
	@$(INSTALL) requirements/dev.txt
	@touch .venv/run.stamp $@

.venv/uv.stamp: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is needed: on Debian and Ubuntu, apt-get install python3-venv"; exit 1; }
	@echo "Making the environment in .venv"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/uv.txt
	@touch $@
