# The ways to run, test and keep Eventline. Needs Python 3.11 or newer; everything else goes into .venv.

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test bench bundles lint lock reference

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .make/run ## start the app and print its address; installs what is missing first
	@$(BIN)/kg run $(ARGS)

test: .make/dev ## every test; ARGS="-k timeline" picks some
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| ls -d "$$HOME"/.cache/ms-playwright/chromium* >/dev/null 2>&1 \
		|| echo "No Chromium found: browser tests need one; 'apt-get install chromium' or '$(BIN)/playwright install chromium' gets it."
	@$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder $(ARGS)

bench: .make/dev ## speed and memory, measured side by side with other ways of doing the same
	@$(BIN)/python -m tests.bench $(ARGS)

lint: .make/dev ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bundles: .make/dev ## build what runs in the browser from app/frontend/src
	@cd app/frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build

reference: .make/dev ## write ontology/REFERENCE.md from the Turtle
	@$(BIN)/python -m kg.reference

lock: .make/dev ## pin every dependency for Python 3.11 and newer; ARGS=--upgrade takes newer ones
	@$(BIN)/uv pip compile $(COMPILE) --output-file requirements.lock $(ARGS) pyproject.toml
	@$(BIN)/uv pip compile $(COMPILE) --output-file requirements-dev.lock $(ARGS) --extra dev --constraint requirements.lock pyproject.toml

COMPILE := --quiet --universal --python-version 3.11 --no-annotate --no-emit-index-url --custom-compile-command "make lock"
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# The environment is remade where .venv is gone, and filled again where a lock file or pyproject.toml changed.

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not there: install Python 3.11 or newer, or say make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old: say make PYTHON=python3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make environments: install its venv module (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@echo "Making the environment .venv"
	@$(PYTHON) -m venv .venv

.make/run: requirements.lock pyproject.toml $(BIN)/python
	@echo "Installing what requirements.lock pins: about a minute, once"
	@$(PIP) --requirement requirements.lock
	@$(PIP) --no-deps --editable .
	@mkdir -p .make && touch $@

.make/dev: requirements-dev.lock .make/run
	@echo "Installing what requirements-dev.lock pins"
	@$(PIP) --requirement requirements-dev.lock
	@mkdir -p .make && touch $@
