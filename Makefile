PYTHON ?= python3
VENV ?= .venv

UV := $(shell command -v uv 2>/dev/null)
ifdef UV
  CREATE = $(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
  INSTALL = $(UV) pip install --quiet --python $(VENV)/bin/python
else
  CREATE = $(PYTHON) -m venv $(VENV)
  INSTALL = $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check
endif

# Sets have another order in each run, which the tests print: PYTHONHASHSEED=... makes it come again.
PYTHONHASHSEED ?= $(shell $(PYTHON) -c 'import random; print(random.randrange(2**32))')
test coverage slow: export PYTHONHASHSEED := $(PYTHONHASHSEED)
# Images of containers often forbid it, and each of the hundreds of processes that tests start would compile all anew.
test coverage slow bench: export PYTHONDONTWRITEBYTECODE :=

# Tests that share something costly, such as a browser, stay together.
ALL_CORES = -n auto --dist loadgroup

.PHONY: run test check coverage slow truth bench clean

# Reads the bundled document, publishes its code book in out/, and asks it three questions.
run: $(VENV)/run.stamp
	@$(VENV)/bin/resultcodes ingest data/sources/result-codes.txt --out out
	@$(VENV)/bin/resultcodes resolve 2219 1090 7000 --book out/latest

# Everything that a change is tried with, on all cores.
test: check
	$(VENV)/bin/pytest $(ALL_CORES)

# What can be told without running anything: style, types, and who imports whom.
check: $(VENV)/test.stamp
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/lint-imports --no-cache --no-logo
	$(VENV)/bin/mypy

# The same tests, slower, to see which branches they take.
coverage: check
	$(VENV)/bin/pytest $(ALL_CORES) --cov --cov-report=term

# Builds and installs packages, makes larger tries than `make test`, and tries properties with all their examples.
slow: $(VENV)/test.stamp
	HYPOTHESIS_PROFILE=full $(VENV)/bin/pytest $(ALL_CORES) -m "slow or hypothesis"

# Draws random documents, reads them, and writes docs/truth.md; fails if anything was read wrongly without a word.
truth: $(VENV)/test.stamp
	$(VENV)/bin/python -m tests.editions.truth $(if $(SEED),--seed $(SEED))

bench: $(VENV)/test.stamp
	$(VENV)/bin/pytest tests/benchmarks

clean:
	rm -rf .venv dist .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set up again only when what is installed changes.
$(VENV)/run.stamp: EXTRA =
$(VENV)/test.stamp: EXTRA = [test]
$(VENV)/%.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo 'Setting up $(VENV): a minute the first time' >&2
	@$(CREATE)
	@$(INSTALL) --constraint constraints.txt --editable ".$(EXTRA)"
	@touch $@
