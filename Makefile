# What a person does with the package, one target each. The work is done by the scripts in .ci/.

.DEFAULT_GOAL := help
.PHONY: help run test step learn verify soak docs docs-check bench lint format coverage clean

# Two targets at once would wait for each other's build folder and mix their output.
.NOTPARALLEL:

help: ## Lists these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

# By the environment, so that no shell reads the quotes in it.
export DATABASE

run: ## Builds the steps and runs them all, on a database of yours too: make run DATABASE=postgresql://…
	@.ci/run-steps

test: ## Checks the library, in minutes: format, house rules, layers, build, tests, transcripts, pages
	@.ci/test

step: ## Runs one step: make step N=4, or make step N=4 DATABASE=sqlite:demo.sqlite
	@.ci/run-step '$(N)'

learn: ## Goes through the exercises with you, and checks each time you save
	@.ci/learn

verify: ## Checks what teaches, in 20 minutes: the kit, exercises, copies, poolers, servers, a newcomer, the site
	@.ci/verify

soak: ## Does for 10 to 20 minutes what `make test` does briefly: kills processes, follows writers, tracks
	@.ci/soak

docs: ## Makes a site of the tutorials and the reference in .build/site
	@.ci/docs

docs-check: ## Checks that the pages show what is compiled and what is printed
	@swift run --quiet kit docs --check

bench: ## Measures speed against loops in C: a table, and a picture in .build/benchmarks
	@.ci/bench

lint: ## Checks format and house rules, and changes nothing
	@.ci/lint
	@.ci/check-house

format: ## Formats all Swift files in place
	@.ci/format

coverage: ## Runs all tests and shows how much of each library they reach
	@.ci/coverage

clean: ## Removes what was built
	rm -rf .build .build-*
