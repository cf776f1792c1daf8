# The one door. Needs Python 3.11 or newer, make and Debian's packages; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
prepare = @$(PYTHON) -m scripts.environment

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check fix bench docs lock assets

help: ## Say what each target does
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## Make .venv with what a running Wellrun needs
	$(prepare) build
	@echo "Ready: .venv"

demo: assets ## Load the demo system, or DATA=<folder>, and serve it (PORT=8000, WELLRUN_HOME=.wellrun)
	@$(BIN)/wellrun demo $(if $(ADVANCE),--advance $(ADVANCE))

serve: assets ## Serve the site in WELLRUN_HOME as it stands
	@$(BIN)/wellrun serve

test: ## Run the tests: SQLite, PostgreSQL, browser (ARGS= goes to pytest)
	$(prepare) dev
	@$(BIN)/python -m scripts.test $(ARGS)

check: ## Hold the code, the rooms, the templates and the docs against their rules
	$(prepare) dev
	@$(BIN)/python -m scripts.check

fix: ## Format, and mend what can be mended by itself
	$(prepare) dev
	@$(BIN)/python -m scripts.fix

bench: ## Measure the bars as ratios within one run
	$(prepare) dev
	@$(BIN)/python -m scripts.bench

docs: ## Build the documentation into site/
	$(prepare) dev
	@$(BIN)/zensical build --clean --strict

lock: ## Compile requirements/*.in anew, with hashes and without addresses
	$(prepare) dev
	@$(BIN)/python -m scripts.lock $(ARGS)

assets:
	$(prepare) build
	@$(BIN)/python -m wellrun.web.assets.build
