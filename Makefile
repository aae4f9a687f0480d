# What a person does with the package, one target each. The work is done by the scripts in .ci/.

.DEFAULT_GOAL := help
.PHONY: help run test step learn verify lint format coverage clean

# Two targets at once would wait for each other's build folder and mix their output.
.NOTPARALLEL:

help: ## Lists these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: ## Builds the steps and runs them, one after the other
	@.ci/run-steps

test: ## Runs all that CI runs: format, house rules, layers, build, tests, transcripts
	@.ci/test

step: ## Runs one step: make step N=4
	@.ci/run-step '$(N)'

learn: ## Goes through the exercises with you, and checks each time you save
	@swift run --quiet kit learn

verify: ## Checks the exercises: red as shipped, green when solved, no wrong answer accepted
	@.ci/verify-exercises

lint: ## Checks format and house rules, and changes nothing
	@.ci/lint
	@.ci/check-house

format: ## Formats all Swift files in place
	@.ci/format

coverage: ## Runs all tests and shows how much of each library they reach
	@.ci/coverage

clean: ## Removes what was built
	rm -rf .build .build-*
