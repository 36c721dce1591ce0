# hookline_flags: what every target of the tree is compiled and linked with. Not part of the SDK.

option(HOOKLINE_WERROR "Compiler warnings are errors" OFF)
set(HOOKLINE_SANITIZE "" CACHE STRING "Sanitizers: empty, address,undefined or thread")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths below the tree count as relative, so that another checkout (a clean one, in CI) finds what this one compiled.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)

# -g1: names and lines for stack traces, a third of -g's size.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")
if(HOOKLINE_SANITIZE)
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1") # -O0 makes the sanitized tests several times slower, -g compiling them
endif()

add_library(hookline_flags INTERFACE)
target_compile_options(
  hookline_flags
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wno-missing-field-initializers # designated initializers leave out what is zero, on purpose
            $<$<BOOL:${HOOKLINE_WERROR}>:-Werror>
            -fno-plt
            -fstack-protector-strong
            -ffunction-sections
            -fdata-sections)
target_link_options(hookline_flags INTERFACE -Wl,-z,relro,-z,now -Wl,--as-needed -Wl,--gc-sections)
target_compile_definitions(
  hookline_flags
  INTERFACE BOOST_ALL_NO_LIB
            BOOST_DLL_USE_STD_FS # std::filesystem instead of linking Boost's
            BOOST_ASIO_NO_DEPRECATED
            $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # False positives on std::string's operator+ at -O2 (GCC bug 105651)
    target_compile_options(hookline_flags INTERFACE -Wno-restrict)
  else()
    # Fires on functions that return a reference into an argument's container (GCC bug 110358)
    target_compile_options(hookline_flags INTERFACE -Wno-dangling-reference)
  endif()
endif()

if(HOOKLINE_SANITIZE)
  target_compile_options(hookline_flags INTERFACE -fsanitize=${HOOKLINE_SANITIZE} -fno-omit-frame-pointer
                                                  -fno-sanitize-recover=all)
  target_link_options(hookline_flags INTERFACE -fsanitize=${HOOKLINE_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # The instrumentation hides initializations from this warning.
    target_compile_options(hookline_flags INTERFACE -Wno-maybe-uninitialized)
    if(HOOKLINE_SANITIZE STREQUAL "thread")
      # GCC's TSan does not model fences, which Boost.Asio uses, and warns of each.
      target_compile_options(hookline_flags INTERFACE -Wno-tsan)
    endif()
  endif()
endif()
