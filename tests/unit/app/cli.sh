#!/bin/bash
# SPDX-License-Identifier: MIT
# The command line as a user meets it: exit status, which stream, one line. No privileges, no traffic.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

fail() {
    echo "FAIL: $*"
    failures=$((failures + 1))
}

# expect STATUS PATTERN ARGUMENTS...: the status, and a line on stderr (status 2) or stdout (0) that matches.
expect() {
    local status=$1 pattern=$2
    shift 2
    "$HOOKLINE" "$@" >"$folder/out" 2>"$folder/err"
    local got=$?
    [ $got -eq "$status" ] || fail "$*: status $got, not $status: $(cat "$folder/err")"
    local from=$folder/out
    [ "$status" -eq 0 ] || from=$folder/err
    grep -qE -- "$pattern" "$from" || fail "$*: no \"$pattern\" in: $(cat "$from")"
}

# One line on stderr, nothing on stdout.
refuse() {
    expect 2 "$@"
    [ "$(wc -l <"$folder/err")" -eq 1 ] || fail "${*:2}: not one line: $(cat "$folder/err")"
    [ ! -s "$folder/out" ] || fail "${*:2}: says something on stdout"
}

answers() {
    expect 0 "$@"
    [ ! -s "$folder/err" ] || fail "${*:2}: says something on stderr: $(cat "$folder/err")"
}

answers '^hookline [0-9.]+ \(plugin ABI [0-9.]+\)$' --version
answers '^hookline [0-9.]+' version
answers '--max-entries' --help
answers '--max-entries' '-?'
answers '--max-entries' help
answers '^table +sink' plugins
answers '^  max_entries +integer' plugins show pcap
answers '^cgroup v2' doctor
answers '^interfaces = \["lo"\]' --print-config -i lo

for count in 0 -1 4294967297; do
    refuse "^hookline: --max-entries: must be a number from 1 to 4294967295, not \"$count\"" --max-entries $count
done
refuse '^hookline: unrecognised option .*did you mean "--iface"' --ifce eth0
refuse '"chek" is no command either \(did you mean "check"\?\)' chek x
refuse 'syntax error; "tcp" is no command either' tcp prot 80
refuse 'did you mean "plugins"' plugin
refuse "^hookline: --no-tcx means nothing with --xdp" --xdp --no-tcx
refuse 'did you mean "table"' plugins show tabel
refuse '^usage|usage: hookline check FILE' check
refuse '--json means nothing with "check"' check x --json
refuse 'cannot read it: No such file' check "$folder/none.toml"
refuse 'cannot read it: Is a directory' --config "$folder"
refuse '--iface and --config exclude each other' --config "$HOOKLINE_SOURCE_DIR/etc/hookline.toml" -i lo

# Flags of plugins that are not there; those that are there by now have tests of their own.
for pair in xdp:-x kprobe:-k tui:-g cgroup:-c; do
    plugin=${pair%%:*} flag=${pair##*:}
    [ ! -e "$HOOKLINE_BUILD_DIR/plugins/$plugin.so" ] || continue
    case $flag in
    -c) refuse "plugin $plugin: there is no $plugin.so" -c /sys/fs/cgroup ;;
    -k) refuse "plugin $plugin: there is no $plugin.so" -k ;;
    -x) refuse "plugin $plugin: there is no $plugin.so" -x -i lo ;;
    -g) refuse "plugin $plugin: there is no $plugin.so" -g --read "$folder/none.pcap" ;;
    esac
done

for what in --help --version plugins 'plugins show table' doctor '--print-config -i lo'; do
    # shellcheck disable=SC2086
    "$HOOKLINE" $what >/dev/full 2>"$folder/err"
    [ $? -eq 1 ] || fail "$what >/dev/full: status is not 1"
    grep -q 'standard output: write failed: No space left' "$folder/err" || fail "$what >/dev/full: not told"
    # shellcheck disable=SC2086
    "$HOOKLINE" $what >&- 2>"$folder/err"
    [ $? -eq 1 ] || fail "$what with stdout closed: status is not 1"
done

for file in "$HOOKLINE_SOURCE_DIR"/etc/*.toml; do answers ': ok$' check "$file"; done
"$HOOKLINE" --print-config -i lo -e 1s --top 3 --max-entries 9 --no-arp >"$folder/printed.toml"
answers ': ok$' check "$folder/printed.toml"

# All mistakes of a file in one run: of the file's own, of plugins' options, of columns, of syntax.
cat >"$folder/ten.toml" <<'EOF'
[host]
tick = 5
[capture.p]
plugin = "pcap"
raed = "x"
snaplen = 1
[capture.q]
plugin = "pcpa"
[sink.s]
plugin = "table"
format = "colums"
[sink.j]
plugin = "json
[[pipeline]]
from = ["p", "r"]
where = { prto = "tcp", dst_port = "nonsense" }
group_by = ["bytes"]
to = ["s", "t"]
EOF
expect 2 'ten.toml:2:1: host: "tick"' check "$folder/ten.toml"
for place in 2:1 5:1 6:1 8:1 11:1 13:15 15:14 16:11 16:25 18:12; do
    grep -q "ten.toml:$place: " "$folder/err" || fail "ten mistakes: nothing about $place in: $(cat "$folder/err")"
done
grep -qE 'ten.toml:1[47]:1: .*"bytes" is neither a key nor a label' "$folder/err" || fail "ten mistakes: nothing about group_by"
[ "$(wc -l <"$folder/err")" -eq 11 ] || fail "ten mistakes: $(wc -l <"$folder/err") lines: $(cat "$folder/err")"

[ $failures -eq 0 ] && echo "all as expected"
exit $((failures > 0))
