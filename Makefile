# Everything a developer or a user of a checkout runs; `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# One configuration for the tool and its tests, so that dependencies compile once. Tests use
# `package` access only and need no `-enable-testing`, which would compile everything again.
# The shell asks for the traits when a line runs, that is after what they need is installed.
CONFIGURATION := -c release $$(scripts/install-requirements traits)
TEST_FLAGS := $(CONFIGURATION) --disable-testable-imports --disable-xctest
BINARY := .build/release/throughline
OUT := out
PREFIX := /usr/local
STATIC := .build/static/release/throughline
FIXTURE := Fixtures/center
SECONDS := 60
N := 1000000
ROUNDS := 3
POINTS := 1200
SWIFT_SOURCES := $(wildcard Package.swift Sources Tests Plugins)

.PHONY: help build install deb run trace test accuracy bench bench-readers bench-intake fuzz faults mutants arm lint tidy judges clean

help: ## List the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

build: ## Install what building needs, then build the tool in release
	@scripts/install-requirements build
	swift build $(CONFIGURATION)

# Another folder: what is linked with Swift's libraries inside shares nothing with what is not.
$(STATIC): FORCE
	@scripts/install-requirements build
	swift build $(CONFIGURATION) --scratch-path .build/static --static-swift-stdlib --product throughline

FORCE:

install: $(STATIC) ## Install below PREFIX (/usr/local), or DESTDIR and PREFIX, what runs without a toolchain
	@scripts/install-files $(STATIC) "$(DESTDIR)" $(PREFIX)

deb: $(STATIC) ## Build a Debian package into OUT
	@scripts/debian-package $(STATIC) $(OUT)

run: build ## Run the main job on a simulated center into ./out and say where the report is
	@scripts/run-center $(BINARY) $(OUT)

trace: build ## Run the main job on the traced customer of docs/ARCHITECTURE.md into ./out
	@scripts/run-traced $(BINARY) $(FIXTURE) $(OUT)

test: ## Install what the tests need, then run lint, tidy and all tests
	@scripts/install-requirements test
	@$(MAKE) --no-print-directory lint tidy
	swift build $(CONFIGURATION)
	swift test $(TEST_FLAGS)

accuracy: build judges ## Score the product against simulated centers; also as JSON to the file JSON names
	@.venv/bin/python scripts/accuracy $(BINARY)

bench-readers: judges ## Measure the readers beside others; DATA keeps the files, JSON gets the figures
	@scripts/install-requirements readers
	swift build $(CONFIGURATION) --product bench-readers
	@.venv/bin/python scripts/benchmarks/readers .build/release/bench-readers $(if $(DATA),--data $(DATA))

bench-intake: judges ## Measure reading through adapters beside DuckDB; DATA keeps the files, JSON gets the figures
	@scripts/install-requirements build
	swift build $(CONFIGURATION) --product bench-intake
	@.venv/bin/python scripts/benchmarks/intake .build/release/bench-intake $(if $(DATA),--data $(DATA))

bench: judges ## Measure the whole job beside DuckDB and Polars on N interactions; DATA keeps the exports
	@scripts/install-requirements build
	swift build $(CONFIGURATION) --product throughline
	swift build $(CONFIGURATION) --product bench-readers
	@.venv/bin/python scripts/benchmarks/center $(BINARY) --interactions $(N) --rounds $(ROUNDS) $(if $(DATA),--data $(DATA))

fuzz: ## Fuzz the readers of files, adapters and state for SECONDS each; keep what covers new code
	@scripts/install-requirements build
	scripts/fuzz --seconds $(SECONDS)

faults: build ## Disturb nights at POINTS points of each kind of fault and judge what is left; JSON gets the figures
	scripts/faults $(BINARY) --points $(POINTS) $(if $(JSON),--json $(JSON))

mutants: judges ## Break the readers on purpose, one mistake at a time; the tests must catch each
	@scripts/install-requirements build
	scripts/mutants

arm: ## Hold the readers' kernels for Arm against plain C, under an emulator where need be
	@scripts/install-requirements arm
	scripts/arm

lint: ## Check the Swift format
	swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)

tidy: ## Check sizes, names, imports and leftovers
	scripts/tidy

judges: ## Create the virtual environment with the independent judges
	@scripts/install-requirements judges

clean: ## Remove everything that was built, installed here or put out
	rm -rf .build .venv $(OUT)
