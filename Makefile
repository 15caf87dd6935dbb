# Every target creates what it needs: a fresh machine needs only make and Python 3.11+ with venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := $(VENV)/.demo
DEV := $(VENV)/.dev
LOWEST := tests/emulator tests/gateway tests/credentials/test_sign_in.py tests/screens/credentials
NEEDED = cogtui needs Python 3.11 or later. If it has another name: make PYTHON=python3.11 $(MAKECMDGOALS)
NO_VENV := $(PYTHON) cannot create $(VENV). On Debian and Ubuntu, run: apt install python3-venv. Then run make again: it completes $(VENV).
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test check lint types contracts format docs screenshots recording strings snapshots benchmarks lock lowest clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# a .venv without pip is unfinished, or another program's: it gets pip, or is created again
$(BIN)/pip:
	@command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON) not found: $(NEEDED)" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$$('$(PYTHON)' --version 2>&1) is too old: $(NEEDED)" >&2; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(BIN)/python -m ensurepip --default-pip >/dev/null 2>&1 || \
		{ "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null && "$(PYTHON)" -m venv --clear $(VENV); } || \
		{ echo "$(NO_VENV)" >&2; exit 1; }

$(DEMO): pyproject.toml constraints.txt | $(BIN)/pip
	@PIP_CONSTRAINT=constraints.txt $(PIP) install -e '.[demo]'
	@touch $@

$(DEV): $(DEMO)
	@echo "Adding the developers' tools ..."
	@PIP_CONSTRAINT=constraints.txt $(PIP) install -e '.[demo,dev]'
	@touch $@

demo: $(DEMO) ## Run the app on demo data
	@$(BIN)/cogtui --demo

# a failed test runs once more and is reported as rerun: a busy machine must not refuse a change
# rewriting assertions is most of the time that pytest takes to collect: cache it for the next run
test: $(DEV) ## Run the tests
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n auto --dist worksteal --reruns 1

check: $(DEV) ## Run every gate: format, lint, types, import contracts, tests, coverage
	@$(MAKE) --no-print-directory --jobs 2 lint types contracts
	@$(MAKE) --no-print-directory test PYTEST_ADDOPTS="--cov --cov-report=term"

lint: $(DEV)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(DEV)
	@$(BIN)/mypy

contracts: $(DEV)
	@$(BIN)/lint-imports

format: $(DEV) ## Format, and fix what ruff can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

screenshots: $(DEV) ## Redraw screenshots/ from the demo data
	@$(BIN)/python -m tests.screenshots

recording: $(DEV) ## Redraw screenshots/recording.svg, the animated picture of the demo
	@$(BIN)/python -m tests.recording

docs: $(DEV) ## Write the tables in the docs from the code
	@$(BIN)/python -m tests.key_table
	@$(BIN)/python -m tests.faults.table

strings: $(DEV) ## Write every text that users see to tests/strings.txt
	@$(BIN)/python -m tests.strings

snapshots: $(DEV) ## Accept the current looks as the expected ones
	@$(BIN)/pytest tests/test_looks.py --snapshot-update

benchmarks: $(DEV) ## Run the benchmarks, and write docs/performance.md
	@$(BIN)/python -m tests.benchmarks --write

lock: ## Resolve constraints.txt again (needs uv)
	@uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --no-header --no-annotate --quiet --output-file constraints.txt

lowest: ## Test the lowest versions that pyproject.toml allows (needs uv)
	@uv run --no-project --isolated --quiet --resolution lowest-direct --python 3.11 \
		--with-editable '.[demo,dev]' pytest -n auto --dist worksteal $(LOWEST)

clean: ## Remove what the other targets created
	@rm -rf $(VENV) build dist .coverage* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
