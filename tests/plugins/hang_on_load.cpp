// SPDX-License-Identifier: MIT
// A library whose constructor never returns.
#include <unistd.h>

__attribute__((constructor)) static void hang()
{
    for (;;)
        ::pause();
}
