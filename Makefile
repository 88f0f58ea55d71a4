# make demo · make test · make lint · make bench · make clean: each sets up what it needs.
# Only make and Python 3.11 or newer (with venv) are assumed.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
INPUTS := pyproject.toml constraints.txt
DB := extracted/hongtou.db
# Parallel test processes: "auto" is one a core, 0 is none.
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help demo test lint system bench bench-chains bench-clean bench-ocr bench-phrases clean distclean made-chains

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

demo: $(VENV)/.core ## read corpus/ into extracted/hongtou.db and say what was found
	@$(BIN)/hongtou ingest corpus --db $(DB)

test: lint system ## every check: lint, then all tests
	$(BIN)/python -m pytest -n $(WORKERS)

lint: $(VENV)/.dev ## ruff (rules and format), mypy --strict, import laws
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports

system: ## LibreOffice, Graphviz and fonts, which tests need and pip does not have
	@sh .ci/system

bench-ocr: $(VENV)/.dev system ## recognition against the raw engines: errors, boxes, speed, memory
	$(BIN)/python -m benchmarks.bench_ocr

bench-clean: $(VENV)/.dev system ## repair of pages really recognised: errors before and after, precision
	$(BIN)/python -m benchmarks.bench_clean $(ARGS)

bench-search: $(VENV)/.dev ## time of a search in 200,000 articles, and how far up the answers stand
	$(BIN)/python -m benchmarks.bench_search $(ARGS)

bench-chains: $(VENV)/.dev ## time of a chain and of linking one new file among 100,000 papers
	$(BIN)/python -m benchmarks.bench_chains $(ARGS)

made-chains: $(VENV)/.dev ## 1,000 invented chains read and compared with what is true of them
	$(BIN)/python -m benchmarks.made_chains --orders 100 $(ARGS)

bench: $(VENV)/.dev ## speed against the goals; phrases of regulators, beside JioNLP where it is installed
	$(BIN)/python -m benchmarks.bench
	$(BIN)/python -m benchmarks.bench_citations $(ARGS)
	$(BIN)/python -m benchmarks.bench_phrases

bench-phrases: $(VENV)/.dev ## the same phrases with JioNLP, which is installed for it (100 MB)
	@$(PIP) --editable '.[bench]'
	$(BIN)/python -m benchmarks.bench_phrases

clean: ## remove what the pipeline and the tools made
	rm -rf extracted build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## also remove .venv
	rm -rf $(VENV)

# The first Python on the path that is new enough and can make environments.
$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then exec $$python -m venv $(VENV); fi; \
	done; \
	echo 'make: no Python 3.11 or newer with venv (Debian: apt install python3-venv); or say make PYTHON=/path/to/python3' >&2; \
	exit 1

# Stamps: an environment is set up again only when what it is made from has changed.
$(VENV)/.core: $(INPUTS) | $(BIN)/python
	@echo 'Setting up $(VENV): once, two or three minutes …'
	@$(PIP) --editable '.[ocr]'
	@touch $@

$(VENV)/.dev: $(INPUTS) | $(BIN)/python
	@echo 'Setting up $(VENV) with the tools for development: once, two or three minutes …'
	@$(PIP) --editable '.[ocr,dev]'
	@touch $@ $(VENV)/.core
