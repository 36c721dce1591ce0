// expect: deleted
#include "misuse.hpp"

// The host holds its address.
Watch elsewhere(Watch& watch)
{
    return std::move(watch);
}
