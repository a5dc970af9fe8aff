#!/usr/bin/env bash
# Installs what the tests need, builds, and runs every test. The last line is "N passed, N failed".
# Needs the .NET SDK of global.json; browsers, Redis and PostgreSQL are installed with apt where they are missing.
# AzureStorage=true tests/run.sh: those of a build with Azure Storage too.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

install_missing() { # command=package or '/path/pattern=package'...
    local entry missing=()
    for entry in "$@"; do
        command -v "${entry%%=*}" >/dev/null || compgen -G "${entry%%=*}" >/dev/null || missing+=("${entry#*=}")
    done
    ((${#missing[@]})) || return 0
    if ! command -v apt-get >/dev/null; then
        echo "These packages are missing and there is no apt-get to install them: ${missing[*]}" >&2
        return 1
    fi

    local as_root=()
    ((EUID == 0)) || as_root=(sudo)
    echo "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Runs one test program; adds what it reports to the sums. One that reports nothing counts as a failure.
run_tests() { # project folder
    local name=${1##*/} log status
    log=$(mktemp)
    "artifacts/bin/$name/debug/$name" --progress off --no-ansi >"$log" 2>&1
    status=$?
    local succeeded failed skipped
    succeeded=$(count succeeded "$log") failed=$(count failed "$log") skipped=$(count skipped "$log")
    if ((status != 0 || failed + skipped > 0 || succeeded == 0)); then
        cat "$log"
        ((failed + skipped > 0)) || failed=1
    fi

    printf '%-36s %5d passed, %d failed, %d skipped, %s\n' "$name" "$succeeded" "$failed" "$skipped" \
        "$(sed -nE 's/^ *duration: (.*)$/\1/p' "$log" | tail -n 1)"
    rm -f "$log"
    ((all_passed += succeeded, all_failed += failed, all_skipped += skipped))
}

count() { # what, log
    local number
    number=$(sed -nE "s/^ *$1: ([0-9]+)\$/\1/p" "$2" | tail -n 1)
    echo "${number:-0}"
}

finish() {
    ((all_skipped == 0)) && echo "$all_passed passed, $all_failed failed" || echo "$all_passed passed, $all_failed failed, $all_skipped skipped"
    ((all_failed == 0 && all_skipped == 0 && all_passed > 0))
    exit
}

with_azure_storage() { [[ ${AzureStorage:-} == true ]]; }

build() {
    install_missing chromium=chromium firefox-esr=firefox-esr redis-server=redis-server '/usr/lib/postgresql/*/bin/postgres=postgresql' || return
    if with_azure_storage; then
        install_missing npm=npm && npm install --silent --prefix artifacts/azurite azurite@3.35.0 &&
            PATH=$PWD/artifacts/azurite/node_modules/.bin:$PATH &&
            dotnet build tests/OrleansSse.AzureStorage.Tests -nologo -clp:NoSummary -v:minimal || return
    fi

    dotnet build OrleansSse.sln -nologo -clp:NoSummary -v:minimal
}

all_passed=0 all_failed=0 all_skipped=0
if ! build; then
    all_failed=1
    finish
fi

for project in tests/*.Tests; do
    [[ $project == *.AzureStorage.Tests ]] && ! with_azure_storage || run_tests "$project"
done
finish
