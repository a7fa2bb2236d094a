#!/bin/sh
# texts.sh BIN PYTHON - numbers to doubles and strings through each form, a million of
# each; make check tries fewer.
LC_ALL=C; export LC_ALL
bin=$(cd "$1" && pwd) || exit 2
python=$2
cd "$(dirname "$0")/../.." || exit 2
texts=$(mktemp) || exit 2
trap 'rm -f "$texts"' EXIT
trap 'exit 130' INT TERM
"$python" tests/oracle/number_texts.py 1000000 > "$texts" || exit 2
NUMBER_TEXTS=$texts ROUNDTRIP_STRINGS=1000000
export NUMBER_TEXTS ROUNDTRIP_STRINGS
sh tests/unit/run.sh "$bin/unit/test_number" "$bin/unit/test_roundtrip"
