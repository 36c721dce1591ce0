#!/bin/bash
# libxdp's dispatcher with several programs, on a kernel that takes freplace programs: as root, in a virtual machine or on
# a machine of one's own. BUILD is the build folder (default: build). Unlike under ctest a skip is a failure here, and so
# is what the kernel complains of meanwhile.
set -uo pipefail

cd "$(dirname "$(readlink -f "$0")")/../.."
export HOOKLINE=${BUILD:-build}/hookline

complaints()
{
    dmesg | grep -cE 'BUG:|Oops|WARNING:'
}

before=$(complaints)
python3 -B tests/live/xdp_dispatcher.py
status=$?
if ((status != 0)); then
    echo "xdp_dispatcher: failed on $(uname -r), status $status" >&2
    exit 1
fi
if (($(complaints) > before)); then
    dmesg | grep -E 'BUG:|Oops|WARNING:' >&2
    exit 1
fi
echo "xdp_dispatcher: passed on $(uname -r)"
