// SPDX-License-Identifier: MIT
#include "services.hpp"

#include <arpa/inet.h>
#include <netdb.h>

#include <array>

namespace hookline::table_sink {

Services::Services()
{
    servent entry{};
    servent* found = nullptr;
    std::array<char, 4096> memory;
    ::setservent(1);
    while (::getservent_r(&entry, memory.data(), memory.size(), &found) == 0 && found != nullptr)
        names_.try_emplace(ntohs(static_cast<std::uint16_t>(entry.s_port)), entry.s_name);
    ::endservent();
}

}  // namespace hookline::table_sink
