# The workshop. `make` prints what can be done; every target does its own set-up.
#
# The set-up is two stamps: .venv/ready-to-run and .venv/ready-to-test. Each is made once, from a
# lock file whose hashes pip checks, and again only when the lock or pyproject.toml has changed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
CONFIG ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help run test lint format types house hil demo-register drill powercut mutants fuzz bench screens drawings setup lock wheel deb package clean

help: ## Print this list.
	@echo "The armoury kiosk. What can be done here:"
	@awk -F ': ?[^#]*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  make run CONFIG=my.toml   The same with a real scanner or reader in place of a simulated one."

run: .venv/ready-to-run ## Start the kiosk with a simulated warehouse, and print where to look.
	@exec $(BIN)/python -I -m kiosk demo $(if $(CONFIG),--config '$(CONFIG)')

test: .venv/ready-to-test ## Run everything: lint, types, all tests with coverage, short campaigns.
	@.ci/suite

lint: .venv/ready-to-test ## Check the source with ruff, and the doors between the rooms.
	@.ci/suite lint doors

format: .venv/ready-to-test ## Let ruff lay out the source, and mend what it can.
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format

types: .venv/ready-to-test ## Check the types with mypy --strict.
	@.ci/suite types

house: .venv/ready-to-test ## Check that the source obeys the rules of the house.
	@$(BIN)/python -m pytest tests/house

hil: .venv/ready-to-test ## Test drivers on real Linux devices, in a guest kernel (RIG=uml or qemu).
	@.ci/suite hil

demo-register: .venv/ready-to-test ## Live through the register in Chromium: messy cards, racks, a month, a count, a stand-to.
	@$(BIN)/python -m tests.demo_register

drill: .venv/ready-to-test ## Simulate shifts of people who err, from seeds (200 hours or more).
	@$(BIN)/python -m tests.drill

powercut: .venv/ready-to-test ## Cut the power at every instant of the recorded writes (200,000 images).
	@$(BIN)/python -m tests.powercut

mutants: .venv/ready-to-test ## Plant named bugs, and fail if one survives.
	@$(BIN)/python -m tests.mutants

fuzz: .venv/ready-to-fuzz ## Send bytes that no reader sends to every decoder (1,000,000 inputs, and as coverage leads).
	@$(BIN)/python -m tests.fuzz $(if $(filter x86_64,$(shell uname -m)),--guided 20000)

bench: .venv/ready-to-test ## Measure speed and memory, as ratios of the bare cost in the same run.
	@$(BIN)/python -m tests.bench

screens: .venv/ready-to-test ## Drive the pages in Chromium; screenshots go to build/evidence/screens.
	@$(BIN)/python -m pytest tests -m browser

drawings: .venv/ready-to-test ## Make the drawings, sheets and tables of hardware_docs/ anew.
	@$(BIN)/python -m tests.hardware_docs

setup: .venv/ready-to-test ## Make .venv and install what running and testing need, and nothing else.

lock: .venv/ready-to-test ## Choose the newest versions of the dependencies, and write them with hashes.
	@.ci/lock $(BIN)/python

wheel: .venv/ready-to-run ## Build the wheel for a kiosk, in dist/.
	@$(BIN)/python -m hatchling build -t wheel -d dist

deb: ## Build the Debian package for this machine's architecture, in dist/.
	@.ci/deb

package: .venv/ready-to-test ## Install the package in clean Debian roots, live a kiosk through under systemd (KILLS=100).
	@.ci/debian package
	@PACKAGE=long $(BIN)/python -m pytest tests/package

clean: ## Remove everything that these targets make.
	@rm -rf .venv build dist .coverage .coverage.* .hypothesis .ruff_cache
	@find kiosk drivers web_ui tests -name __pycache__ -prune -exec rm -rf {} +

.venv/ready-to-run: requirements/run.lock requirements/mfrc522.lock pyproject.toml
	@.ci/debian run
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
	@echo "Installing what the kiosk needs into .venv (hashes checked)."
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --require-hashes --no-deps -r requirements/mfrc522.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-to-test: requirements/test.lock .venv/ready-to-run
	@.ci/debian test
	@echo "Installing what the tests need into .venv (hashes checked)."
	@$(PIP) install --require-hashes -r requirements/test.lock
	@touch $@

.venv/ready-to-fuzz: requirements/atheris.lock .venv/ready-to-test
	@echo "Installing atheris into .venv, where there is one for this machine (hashes checked)."
	@$(PIP) install --require-hashes --no-deps -r requirements/atheris.lock
	@touch $@
