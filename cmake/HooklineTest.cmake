# Tests are registered with ctest and built by the target `tests`; the default target builds the tool alone.
# Exit status 77 means skipped, and the test's output says why.

add_custom_target(tests)
# Those that script/test runs under sanitizers, too: no kernel, no network.
add_custom_target(plain_tests)
add_dependencies(tests plain_tests)

# Real captures, where they are: beside the checkout, or where this says.
set(HOOKLINE_PCAPS "${PROJECT_SOURCE_DIR}/../shared/pcaps" CACHE PATH "Folder with captures for tests")

# What every test finds in its environment. CMAKE_GENERATOR: tests that configure a project have no make on a bare machine.
function(hookline_test_properties name labels timeout)
  set_tests_properties(
    ${name}
    PROPERTIES LABELS "${labels}"
               TIMEOUT ${timeout}
               SKIP_RETURN_CODE 77
               WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
               ENVIRONMENT
               "HOOKLINE=${PROJECT_BINARY_DIR}/hookline;HOOKLINE_BUILD_DIR=${PROJECT_BINARY_DIR};HOOKLINE_SOURCE_DIR=${PROJECT_SOURCE_DIR};CMAKE_GENERATOR=Ninja"
  )
  # Live tests make namespaces, links and load, which the counts and timings of others would see.
  if("live" IN_LIST labels OR "bench" IN_LIST labels)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
  endif()
endfunction()

# Sets `out` when every target in ARGN exists. A test of a plugin whose folder was deleted is left out, not broken.
function(hookline_test_possible out name)
  set(${out} TRUE PARENT_SCOPE)
  foreach(target IN LISTS ARGN)
    if(NOT TARGET ${target})
      message(STATUS "hookline: test ${name} left out: there is no ${target}")
      set(${out} FALSE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# hookline_add_test(NAME unit_config SOURCES a.cpp ... LIBS hookline_config ... LABELS unit
#                   [TIMEOUT seconds] [REQUIRES target ...] [DEFINES ...] [ARGS ...])
# A Boost.Test executable (one source defines BOOST_TEST_MODULE). REQUIRES and every hookline_* in LIBS must exist,
# else the test is left out.
function(hookline_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;TIMEOUT" "SOURCES;LIBS;LABELS;REQUIRES;DEFINES;ARGS")
  set(ours ${arg_LIBS})
  list(FILTER ours INCLUDE REGEX "^hookline_")
  hookline_test_possible(possible ${arg_NAME} ${arg_REQUIRES} ${ours})
  if(NOT possible)
    return()
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  hookline_resolve_libs(libs ${arg_LIBS})
  add_executable(${arg_NAME} EXCLUDE_FROM_ALL ${arg_SOURCES})
  target_compile_definitions(
    ${arg_NAME} PRIVATE BOOST_TEST_DYN_LINK HOOKLINE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                        HOOKLINE_BUILD_DIR="${PROJECT_BINARY_DIR}" HOOKLINE_VERSION="${PROJECT_VERSION}" ${arg_DEFINES})
  target_include_directories(${arg_NAME} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${arg_NAME} PRIVATE ${libs} Boost::unit_test_framework hookline_flags)
  if("unit" IN_LIST arg_LABELS OR "abi" IN_LIST arg_LABELS OR "pipeline" IN_LIST arg_LABELS)
    add_dependencies(plain_tests ${arg_NAME})
  else()
    add_dependencies(tests ${arg_NAME})
  endif()
  # GCC 12's TSan runtime cannot live with the address space randomization of newer kernels' defaults.
  set(prefix "")
  if(HOOKLINE_SANITIZE MATCHES thread)
    set(prefix setarch --addr-no-randomize)
  endif()
  add_test(NAME ${arg_NAME} COMMAND ${prefix} $<TARGET_FILE:${arg_NAME}> ${arg_ARGS})
  hookline_test_properties(${arg_NAME} "${arg_LABELS}" ${arg_TIMEOUT})
endfunction()

# hookline_add_script_test(NAME live_tc COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tc.sh ... LABELS live
#                          [TIMEOUT seconds] [REQUIRES target ...])
function(hookline_add_script_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;TIMEOUT" "COMMAND;LABELS;REQUIRES")
  hookline_test_possible(possible ${arg_NAME} ${arg_REQUIRES})
  if(NOT possible)
    return()
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 180)
  endif()
  add_test(NAME ${arg_NAME} COMMAND ${arg_COMMAND})
  hookline_test_properties(${arg_NAME} "${arg_LABELS}" ${arg_TIMEOUT})
endfunction()

# hookline_add_test_plugin(NAME acme SOURCES acme.cpp [LIBS ...])
# build/test-plugins/acme.so: a plugin that tests load and `hookline plugins` does not list. It sees the SDK alone.
function(hookline_add_test_plugin)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;LIBS;DEFINES")
  hookline_resolve_libs(libs ${arg_LIBS})
  add_library(hookline_test_plugin_${arg_NAME} MODULE EXCLUDE_FROM_ALL ${arg_SOURCES})
  target_link_libraries(hookline_test_plugin_${arg_NAME} PRIVATE hookline_sdk ${libs} hookline_flags)
  target_compile_definitions(hookline_test_plugin_${arg_NAME} PRIVATE ${arg_DEFINES})
  hookline_plugin_properties(hookline_test_plugin_${arg_NAME} ${arg_NAME})
  set_target_properties(hookline_test_plugin_${arg_NAME} PROPERTIES LIBRARY_OUTPUT_DIRECTORY
                                                                    ${PROJECT_BINARY_DIR}/test-plugins)
  add_dependencies(plain_tests hookline_test_plugin_${arg_NAME})
endfunction()
