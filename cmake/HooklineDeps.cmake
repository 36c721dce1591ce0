# System libraries. script/setup installs them; every one is optional only where a message here says so.

find_package(Threads REQUIRED)
find_package(Boost 1.83 REQUIRED CONFIG COMPONENTS headers program_options)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(libbpf REQUIRED IMPORTED_TARGET libbpf>=1.4)
pkg_check_modules(libmnl REQUIRED IMPORTED_TARGET libmnl)
pkg_check_modules(libpcap REQUIRED IMPORTED_TARGET libpcap)
pkg_check_modules(libxdp REQUIRED IMPORTED_TARGET libxdp>=1.3)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus>=3.3)

# Short names for LIBS. Compiled, not header-only: header-only spdlog keeps a plugin mapped after its unload, and
# the parser of toml++ is a large part of a translation unit.
set(hookline_lib_asio Boost::headers Threads::Threads)
set(hookline_lib_dll Boost::headers dl)
set(hookline_lib_program_options Boost::program_options)
set(hookline_lib_spdlog spdlog::spdlog fmt::fmt)
set(hookline_lib_toml PkgConfig::tomlplusplus)
set(hookline_lib_bpf PkgConfig::libbpf)
set(hookline_lib_fmt fmt::fmt)
set(hookline_lib_mnl PkgConfig::libmnl)
set(hookline_lib_pcap PkgConfig::libpcap)
set(hookline_lib_xdp PkgConfig::libxdp)

# Replaces the short names in a list by the targets they stand for; anything else passes as it is.
function(hookline_resolve_libs out)
  set(resolved "")
  foreach(lib IN LISTS ARGN)
    if(DEFINED hookline_lib_${lib})
      list(APPEND resolved ${hookline_lib_${lib}})
    else()
      list(APPEND resolved ${lib})
    endif()
  endforeach()
  set(${out} ${resolved} PARENT_SCOPE)
endfunction()

# Tests are built where Boost.Test is installed (script/setup test); asked anew at every configure.
find_package(Boost 1.83 QUIET CONFIG OPTIONAL_COMPONENTS unit_test_framework)
option(HOOKLINE_TESTS "Configure the tests" ON)
if(HOOKLINE_TESTS AND NOT TARGET Boost::unit_test_framework)
  message(STATUS "hookline: Boost.Test is not installed, no tests (script/setup test installs it)")
  set(HOOKLINE_TESTS OFF)
endif()
