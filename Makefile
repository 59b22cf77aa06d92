# make demo   runs the main job on a shipped synthetic diary      make test   runs every test
# make check  the fast loop                                      make bench  ratios, measured
# make mutation  mutants of the rule packages                    make lock   renews the locked requirements
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
RULES := errors text_files verdicts periods units sources diary profile ichd3 injection safety outcomes guidelines evidence assessment mechanism forecast/patient
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test check bench mutation lock clean browser compiled

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found: install it (Debian: apt install python3 python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: install it (Debian: apt install python3-venv)."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: .venv/pyvenv.cfg requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install -q --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

# Byte code is written here even where the environment forbids it at run time: the command starts twice as fast with it.
compiled: .venv/run.stamp
	@$(BIN)/python -m compileall -q src
	@$(BIN)/python -m interictal.forecast.trials.compiling

.venv/develop.stamp: .venv/run.stamp requirements/develop.txt
	$(BIN)/python -m pip install -q --require-hashes -r requirements/develop.txt
	@touch $@

demo: compiled ## the main job on the shipped synthetic diary: report, funding sheet, pictures, plan, comparison
	@$(BIN)/interictal demo --out out/demo

browser: # Chromium for the tests of pages: installed where we may, asked for where we may not
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo "No Chromium found: the browser tests will be skipped. To run them: sudo apt install chromium"; fi; }

check: .venv/develop.stamp ## format, lint, types, import contract, specification, unit tests
	$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2 tests/unit tests/spec tests/architecture

test: .venv/develop.stamp compiled browser ## every test, with 100 % branch coverage of the rule packages
	$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@mkdir -p out
	$(BIN)/pytest -n 2 --cov --cov-report= tests | tee out/pytest.txt
	@$(BIN)/python tools/coverage_gate.py $(RULES)
	@tail -n 1 out/pytest.txt

bench: .venv/develop.stamp compiled ## ratios, measured in one run
	@$(BIN)/python benchmarks/bench.py

mutation: .venv/develop.stamp ## mutants of diagnosis, outcomes, doses, intervals, record checks; survivors must be on the list of equivalents
	@$(BIN)/python tools/mutation.py

lock: ## renew requirements/*.txt from pyproject.toml (needs uv on PATH)
	@$(PYTHON) tools/lock.py

clean: ## removes what the other commands made
	rm -rf .venv out .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache mutants htmlcov .coverage
