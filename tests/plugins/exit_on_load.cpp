// SPDX-License-Identifier: MIT
// A library that prints what nobody wants to see and ends the process as if all were well.
#include <cstdio>
#include <cstdlib>

__attribute__((constructor)) static void leave()
{
    std::puts("exit_on_load was here");
    std::exit(0);
}
