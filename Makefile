# Every target creates what it needs: a fresh machine needs only Python 3.11+, make and pip.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOWEST := tests/emulator tests/gateway tests/credentials/test_sign_in.py tests/screens/credentials
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test check lint types contracts format docs screenshots strings snapshots benchmarks lock lowest clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cogtui needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	@echo "Setting up $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@PIP_CONSTRAINT=constraints.txt $(PIP) install -e '.[demo,dev]'
	@touch $(READY)

demo: $(READY) ## Run the app on demo data
	@$(BIN)/cogtui --demo

# a failed test runs once more and is reported as rerun: a busy machine must not refuse a change
# rewriting assertions is most of the time that pytest takes to collect: cache it for the next run
test: $(READY) ## Run the tests
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n auto --dist worksteal --reruns 1

check: $(READY) ## Run every gate: format, lint, types, import contracts, tests, coverage
	@$(MAKE) --no-print-directory --jobs 2 lint types contracts
	@$(MAKE) --no-print-directory test PYTEST_ADDOPTS="--cov --cov-report=term"

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(READY)
	@$(BIN)/mypy

contracts: $(READY)
	@$(BIN)/lint-imports

format: $(READY) ## Format, and fix what ruff can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

screenshots: $(READY) ## Redraw screenshots/ from the demo data
	@$(BIN)/python -m tests.screenshots

docs: $(READY) ## Write the tables in the docs from the code
	@$(BIN)/python -m tests.key_table
	@$(BIN)/python -m tests.faults.table

strings: $(READY) ## Write every text that users see to tests/strings.txt
	@$(BIN)/python -m tests.strings

snapshots: $(READY) ## Accept the current looks as the expected ones
	@$(BIN)/pytest tests/test_looks.py --snapshot-update

benchmarks: $(READY) ## Run the benchmarks and print their ratios
	@for each in table form start loading answers emulator; do echo "== $$each"; $(BIN)/python -m tests.benchmarks.bench_$$each; done

lock: ## Resolve constraints.txt again (needs uv)
	@uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --no-header --no-annotate --quiet --output-file constraints.txt

lowest: ## Test the lowest versions that pyproject.toml allows (needs uv)
	@uv run --no-project --isolated --quiet --resolution lowest-direct --python 3.11 \
		--with-editable '.[demo,dev]' pytest -n auto --dist worksteal $(LOWEST)

clean: ## Remove what the other targets created
	@rm -rf $(VENV) build dist .coverage* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
