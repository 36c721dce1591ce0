#!/bin/bash
# SPDX-License-Identifier: MIT
# The cases that CI holds to the saved baseline, in a few seconds: gate.sh HOOK_BENCH --compare BASELINE.json, or --json
# BASELINE.json to save a new one. Cases whose flows fit the CPU's own caches: those of others are as fast as the
# machine's other users let them be. Many short rounds, as these find a quiet moment more often than few long ones.
set -euo pipefail
bench=$1
shift
exec "$bench" --family ipv4,ipv6 --draw hot,random --flows 1000 --rounds 28 --loads 4 --packets 100000 "$@"
