# Two commands for a fresh machine: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LOCAL_ENV := set -a; . ./.env.example; set +a; export LOCAL=1 PORT=$(PORT) SITE_URL=http://localhost:$(PORT) \
	SECRET_KEY=$$(cat var/secret-key)

.PHONY: help run test lint types format lock bench guard-report clean
help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: .venv/runtime var/secret-key ## Serve Rounds with the demo community on http://localhost:8000 (PORT= changes it)
	@$(LOCAL_ENV); $(BIN)/python -m forum.start

test: .venv/development var/secret-key ## Run every test, browser tests included (DATABASE_URL= chooses PostgreSQL)
	@bash tests/browser/install-chromium.sh
	@$(LOCAL_ENV); $(BIN)/python -m pytest tests -n 2 --dist worksteal -q

lint: .venv/development ## Check style: ruff and djlint
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

types: .venv/development var/secret-key ## Check types: mypy with django-stubs
	@$(LOCAL_ENV); $(BIN)/mypy forum accounts

format: .venv/development ## Format Python (white space in templates is part of the page)
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

lock: .venv/development ## Compile the locked requirements from pyproject.toml
	for extra in "" "--extra dev"; do \
		$(BIN)/uv pip compile pyproject.toml $$extra --upgrade --universal --python-version 3.11 --quiet \
			--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
			-o requirements$${extra:+-dev}.txt || exit 1; done

bench: .venv/runtime var/secret-key ## Measure pages beside a bare Django view (DATABASE_URL= chooses PostgreSQL)
	@$(LOCAL_ENV); $(BIN)/python -m forum.bench

guard-report: .venv/runtime var/secret-key ## Measure the privacy guard on its examples
	@$(LOCAL_ENV); $(BIN)/python manage.py guard_report

clean: ## Remove the environment and all local data
	rm -rf .venv var

.venv/runtime: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ .venv/runtime

var/secret-key:
	@mkdir -p var && (umask 077 && $(PYTHON) -c "import secrets; print(secrets.token_urlsafe(50))" > $@)
