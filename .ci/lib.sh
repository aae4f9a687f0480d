# shellcheck shell=bash
# Sourced by the scripts beside it: goes to the top of the repository and holds what they share.
# They run on the bash 3.2 of macOS too.

# CDPATH would let `cd` choose another folder; compilers write down paths without links, so go there without (-P).
CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit

heading() {
  printf '\n== %s\n' "$1"
}

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# Runs a command (the second argument and on) and passes its output on. If it fails, prints the lines that match the
# pattern again: they may be far above.
repeating_errors() {
  local pattern=$1 output status=0
  output=$(mktemp)
  shift
  "$@" 2>&1 | tee "$output" || status=$?
  if [ "$status" -ne 0 ]; then what_failed "$pattern" "$output"; fi
  rm -f "$output"
  return "$status"
}

# Prints the lines of a file that match a pattern, and the tests that did not end.
what_failed() {
  heading "What failed"
  grep -aE "$1" "$2" | sort -u || true
  unfinished_tests <"$2"
}

# Prints the tests that, by the output of `swift test`, began and did not end: one of them hung, or ended the process.
unfinished_tests() {
  awk '
    !sub(/^[^ ]+ Test /, "") || /^(run|case) / { next }
    sub(/ started\.$/, "") { running[$0]++ }
    sub(/( with [0-9]+ test cases?)? (passed|failed) after .*/, "") { running[$0]-- }
    END { for (test in running) if (running[test] > 0) print "Test " test " began, and did not end." }
  ' | sort
}

# Prints a number of whole seconds for people.
seconds() {
  case $1 in
    0) echo "less than a second" ;;
    1) echo "1 second" ;;
    *) echo "$1 seconds" ;;
  esac
}

# Prints how many characters a text has. A shell counts bytes or characters by its locale, and CI may have none; so
# the bytes that go on with a UTF-8 character are taken out, and the rest counted as bytes.
width() {
  local LC_ALL=C
  local text=${1//[$'\x80'-$'\xbf']/}
  echo ${#text}
}

# Prints the names of the steps' executables in order: step1, step2, …, and minimal.
# The folders tell them at once; `check-transcripts` asks the package and fails if it has others.
steps() {
  local folder name
  for folder in Sources/Steps/*/Run; do
    name=$(basename "$(dirname "$folder")")
    if [[ $name =~ ^Step([0-9]+) ]]; then
      echo "${BASH_REMATCH[1]} step${BASH_REMATCH[1]}"
    elif [ "$name" = Minimal ]; then
      echo "1000 minimal"
    fi
  done | sort -n | cut -d ' ' -f 2
}

# Lists what is formatted, as far as it is there: the Swift files that are ours. Where somebody learns, the files to
# edit in the exercises are theirs.
swift_sources() {
  local path exercises=(Exercises)
  if [ -e .kit/state.json ]; then
    exercises=(Exercises/Package.swift Exercises/Solutions Exercises/Sources Exercises/Step*/*/Tests)
  fi
  for path in Package.swift Sources Tests "${exercises[@]}" Tutorials; do
    if [ -e "$path" ]; then echo "$path"; fi
  done
}

# Prints the folder with the programs of a PostgreSQL server: Debian keeps them away from PATH, one folder a version.
postgresql_programs() {
  local folder newest=""
  if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
    newest=$(dirname "$(command -v pg_ctl)")
  fi
  for folder in /usr/lib/postgresql/*/bin; do
    if [ -x "$folder/initdb" ]; then newest=$folder; fi
  done
  [ -n "$newest" ] && echo "$newest"
}
