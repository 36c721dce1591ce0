// SPDX-License-Identifier: MIT
// A library that ends the process before anybody can ask it anything.
#include <csignal>

__attribute__((constructor)) static void crash()
{
    ::raise(SIGSEGV);
}
