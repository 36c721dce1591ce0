#!/bin/bash
# SPDX-License-Identifier: MIT
# hook_bench as a user meets it: exit status and words.
set -u
bench=$HOOKLINE_BUILD_DIR/hook_bench
samples=$HOOKLINE_BUILD_DIR/bpf/bench_samples.bpf.o
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# expect STATUS PATTERN COMMAND...: the status, and a line of its output that matches.
expect() {
    local status=$1 pattern=$2 got
    shift 2
    "$@" >"$folder/out" 2>&1
    got=$?
    if [[ $got -ne $status ]] || ! grep -qE -- "$pattern" "$folder/out"; then
        echo "FAIL: $*: status $got, not $status, or no \"$pattern\" in: $(cat "$folder/out")"
        failures=$((failures + 1))
    fi
}

# What can be told without asking the kernel.
refuse() {
    expect 2 "^hook_bench: .*$1" "$bench" "${@:2}"
}
echo "no ELF" >"$folder/text.o"
refuse 'gone.o: cannot be opened as an eBPF object: No such file or directory \(2\)' --against "$folder/gone.o:x"
refuse 'text.o: cannot be opened as an eBPF object' --against "$folder/text.o:x"
refuse 'want FILE.o:PROGRAM' --against "$samples"
refuse 'want FILE.o:PROGRAM' --against "$samples:"
refuse 'has no program "nothing"; it has .*count_tc' --against "$samples:nothing"
refuse 'section "cgroup_skb/ingress" is of type cgroup_skb, which has no driver program; there are drivers for tc, xdp' \
    --against "$samples:other_type"
refuse 'is a program of the tc hook, which --hook leaves out' --hook xdp --against "$samples:count_tc"
refuse 'bench_parser.bpf.o: cannot be opened' --hook tc --objects "$folder"
refuse 'gone.json: cannot be read' --compare "$folder/gone.json"
refuse 'text.o: is no result of this bench' --compare "$folder/text.o"
refuse 'there are tc, xdp' --hook kprobe

# Without privileges that is what it says, and no figure.
if ((EUID == 0)); then
    expect 77 'nothing can be measured here: BPF is not permitted' setpriv --bounding-set=-all --inh-caps=-all \
        "$bench" --hook tc
fi

# Long enough that bare parsing, of 2 ns, is not lost in the noise.
quick=("$bench" --hook tc --draw hot --rounds 9 --packets 300000)
"${quick[@]}" --json "$folder/now.json" >/dev/null 2>"$folder/out"
status=$?
if ((status == 77)); then
    echo "the rest is skipped: $(cat "$folder/out")"
    exit $((failures ? 1 : 77))
fi
((status == 0)) || expect 0 '' cat "$folder/out"

# Whatever grew beyond any noise, and what did not.
sed 's/"ratio": [^,]*/"ratio": 1000/' "$folder/now.json" >"$folder/dear.json"
sed 's/"ratio": [^,]*/"ratio": 0.001/' "$folder/now.json" >"$folder/cheap.json"
if grep -q ratio "$folder/now.json"; then
    expect 0 'full is .* x bare parsing, saved 1000.00 x: -[0-9]+ %$' "${quick[@]}" --compare "$folder/dear.json"
    expect 1 'TOO MUCH \(limit 33 %\)$' "${quick[@]}" --compare "$folder/cheap.json"
    expect 1 'measured once more' "${quick[@]}" --compare "$folder/cheap.json"
    expect 0 'limit|full is' "${quick[@]}" --compare "$folder/cheap.json" --limit 1e12
    expect 2 'has no case and hook in common' "$bench" --draw random --flows 7 --rounds 1 --packets 1000 \
        --compare "$folder/dear.json"
fi

# Other people's programs: measured beside ours, or refused in words.
expect 0 'bench_samples.bpf.o:count_tc .* x bare parsing' "${quick[@]}" --against "$samples:count_tc"
expect 2 'unverified_tc: the kernel did not load it: Permission denied \(13\)' "${quick[@]}" --against "$samples:unverified_tc"
expect 2 'invalid access to packet' "${quick[@]}" --against "$samples:unverified_tc"
expect 2 'not_run_xdp: cannot be measured; .* expected attach type xdp_devmap .* bpf_prog_test_run refused it' "$bench" --draw hot --rounds 3 --packets 50000 --against "$samples:not_run_xdp"

# The full program with a filter is a row of its own.
expect 0 'full, udp port 9999 .* x bare parsing' "${quick[@]}" --filter 'udp port 9999'
expect 2 '--filter: filter "tcp prot 80": .*syntax error' "${quick[@]}" --filter 'tcp prot 80'

((failures == 0))
