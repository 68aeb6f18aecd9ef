# Needs python3 (3.11 or newer) with venv, and make. Everything else is installed into .venv, once.

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo crawl report test simulate torture schema lint

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready ## Install what icpwatch needs into .venv (every target does so by itself)

demo: setup ## Watch a made-up England on this machine, from crawl to report
	@$(BIN)/icpwatch demo $(ARGS)

crawl: setup ## Crawl live sites: make crawl REGION="North East and Yorkshire", or SYSTEM=south-yorkshire
	@$(BIN)/icpwatch crawl $(if $(REGION),--region "$(REGION)") $(if $(SYSTEM),--system "$(SYSTEM)") $(ARGS)

report: setup ## Write the report of what was crawled
	@$(BIN)/icpwatch report $(ARGS)

test: setup ## Run the tests; ARGS="tests/store -k diff" chooses
	@$(BIN)/python -m pytest $(ARGS)

simulate: setup ## Watch made sites for a year, and print what was told beside what happened; ARGS=60 for its short cut
	@$(BIN)/python -m tests.simulation $(ARGS)

torture: setup ## Kill crawls at 200 random moments, and check that nothing is lost or told twice
	@$(BIN)/python -m tests.store.torture $(ARGS)

schema: setup ## Write docs/schema.md from the models
	@$(BIN)/python -m tests.store.schema_page

bench: setup ## Measure, and compare with the bounds; ARGS="crawl", sizes, find, judge, diff, start or report chooses
	@$(BIN)/python -m tests.bench $(ARGS)

lint: setup ## Check style, types and who imports whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

.venv/.locked: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "icpwatch needs Python 3.11 or newer as $(PYTHON); name another: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv is missing; on Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Making a Python environment in .venv ..."
	@$(PYTHON) -m venv .venv
	@echo "Installing the libraries, about 100 MB the first time ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/.ready: .venv/.locked pyproject.toml config/version.py
	@echo "Installing icpwatch into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
