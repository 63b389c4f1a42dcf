# Everything a newcomer, a maintainer or a build server types. `make help` lists it.
# Needs: Python 3.11 or newer (with venv), make, git. The rest is installed into .venv by hash.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
FOLDER ?= build/contact-sheets
FIGURES ?= build/figures

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input
LOCKED := --require-hashes --only-binary=:all:
PEERS := .venv-peers
SUPPLY := .venv-supply
# npm is a script that looks for node on the path. The system's certificates count, as they do for pip: behind a
# proxy with its own, node would otherwise trust nobody.
NODE_PATH_FIRST := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" NODE_USE_SYSTEM_CA=1

.DEFAULT_GOAL := help
.PHONY: help run test sweep check format lint bench bench-page soak peers figures image sbom audit picture contact-sheet bench-sheet vendor lock clean setup browser

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 23

run: $(VENV)/.runtime ## start on http://127.0.0.1:8000 (HOST=, PORT=, ARGS=--open)
	@exec $(PY) -m app --host $(HOST) --port $(PORT) $(ARGS)

test: setup ## set everything up, then run every check (about 10 minutes on two processors)
	@$(NODE_PATH_FIRST) $(PY) scripts/check.py $(ARGS)

check: test

setup: $(VENV)/.dev static/js/node_modules/.stamp browser

browser: $(VENV)/.dev
	@$(PY) scripts/browser.py

format: $(VENV)/.dev ## rewrite the Python in the house format
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

lint: setup ## the quick checks only: format, lint, types
	@$(NODE_PATH_FIRST) $(PY) scripts/check.py --only format,lint,types,tsc

sweep: setup browser ## the browser's long tests: presenting, panel, descent, and every lesson's geometry (minutes)
	@$(NODE_PATH_FIRST) $(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile -m sweep tests/web $(ARGS)

bench: $(PEERS)/.stamp browser ## measure speed beside PyTorch, micrograd and an echo, and the page (minutes; heavy installs)
	@$(PEERS)/bin/python -m benchmarks $(ARGS)

bench-page: setup ## measure the page alone: drag, frames a second, bytes of the first view
	@$(PY) -m benchmarks page

soak: setup ## lean on a running server: hostile input, load, kills, memory (an hour; Linux; ARGS="hostile streams")
	@$(PY) -m benchmarks.soak $(ARGS)

peers: $(PEERS)/.stamp ## compare numbers with PyTorch, JAX and micrograd (heavy installs)
	@$(PEERS)/bin/python -m pytest tests/peers $(ARGS)

figures: $(VENV)/.dev ## compile every lesson's TikZ, Beamer and LaTeX with pdflatex (minutes; FIGURES=, ARGS=--only fan-out)
	@$(PY) -m scripts.figures $(FIGURES) $(ARGS)

image: ## build the container image and run it for real (root; buildah, podman, crun, debootstrap; ARGS=--platform linux/arm64, --base IMAGE)
	@$(PYTHON) -m scripts.image $(ARGS)

sbom: $(SUPPLY)/.stamp $(VENV)/.runtime ## list what a release is made of: build/sbom.json (CycloneDX; heavy installs)
	@$(SUPPLY)/bin/python -m scripts.sbom $(ARGS)

audit: $(SUPPLY)/.stamp ## look every locked package up for known holes; fails where that could not be done
	@$(SUPPLY)/bin/python -m scripts.audit $(ARGS)

picture: setup ## draw docs/workbench.png from the real page
	@$(PY) scripts/picture.py

contact-sheet: setup ## draw every lesson and some odd graphs, to look at (FOLDER=, ARGS=--only fan-out)
	@$(PY) -m scripts.contact_sheet $(FOLDER) $(ARGS)

bench-sheet: setup ## draw the network bench and its lessons, to look at (FOLDER=, ARGS=--only digits)
	@$(PY) -m scripts.bench_sheet $(FOLDER) $(ARGS)

vendor: $(VENV)/.dev ## fetch the page's third-party files anew
	@$(NODE_PATH_FIRST) $(PY) scripts/vendor.py

lock: $(VENV)/.dev ## choose newer versions of everything and write requirements/
	@$(PY) scripts/lock.py
	@$(PY) -m scripts.wheels

clean: ## remove environments and caches
	rm -rf $(VENV) $(PEERS) $(SUPPLY) static/js/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv)."; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt | $(VENV)/pyvenv.cfg
	@echo "Installing what the server needs"
	@$(PIP) $(LOCKED) -r requirements/runtime.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	@echo "Installing what the checks need"
	@$(PIP) $(LOCKED) -r requirements/dev.txt
	@touch $@

$(PEERS)/.stamp: requirements/dev.txt requirements/peers.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed."; exit 1; }
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --no-input $(LOCKED) -r requirements/dev.txt
	@$(PEERS)/bin/python -m pip install --quiet --no-input -r requirements/peers.txt
	@touch $@

$(SUPPLY)/.stamp: requirements/supply.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed."; exit 1; }
	@$(PYTHON) -m venv $(SUPPLY)
	@$(SUPPLY)/bin/python -m pip install --quiet --disable-pip-version-check --no-input $(LOCKED) -r requirements/supply.txt
	@touch $@

# Without it the other checks still run; tsc then fails and says why.
static/js/node_modules/.stamp: static/js/package.json static/js/package-lock.json $(VENV)/.dev
	@echo "Installing TypeScript, to check the JavaScript"
	@cd static/js && if $(NODE_PATH_FIRST) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; \
	  then touch node_modules/.stamp; else echo "npm could not install TypeScript: the check of the JavaScript will fail."; fi
