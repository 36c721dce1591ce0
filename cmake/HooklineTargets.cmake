# One call per folder: the shape of every core part, capture and sink.

include(HooklinePlugin)

# Adds a folder of the tree; one that is not there, or not yet, is passed over.
function(hookline_add_folder folder)
  if(EXISTS ${PROJECT_SOURCE_DIR}/${folder}/CMakeLists.txt)
    add_subdirectory(${PROJECT_SOURCE_DIR}/${folder} ${PROJECT_BINARY_DIR}/obj/${folder})
  endif()
endfunction()

# Adds each folder below `parent` that has a CMakeLists.txt; a folder added or deleted later is noticed by itself.
function(hookline_add_each_folder parent)
  file(GLOB lists RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${parent}/*/CMakeLists.txt)
  foreach(list IN LISTS lists)
    get_filename_component(folder ${list} DIRECTORY)
    hookline_add_folder(${folder})
  endforeach()
endfunction()

function(hookline_sources out)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    message(STATUS "hookline: no sources in ${CMAKE_CURRENT_SOURCE_DIR}")
  endif()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

# What all of core's targets share: `#include "record/schema.hpp"` works from each part.
function(hookline_core_target target)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  target_compile_definitions(
    ${target} PRIVATE HOOKLINE_VERSION="${PROJECT_VERSION}"
                      HOOKLINE_PLUGIN_DIR="${CMAKE_INSTALL_PREFIX}/lib/hookline/plugins")
  target_link_libraries(${target} PUBLIC hookline_sdk PRIVATE hookline_flags)
endfunction()

# hookline_add_core(NAME config [LIBS toml hookline_record ...])
# Static library hookline_config from the folder's *.cpp. A folder with headers only gives an interface library.
function(hookline_add_core)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "LIBS")
  hookline_resolve_libs(libs ${arg_LIBS})
  hookline_sources(sources)
  if(NOT sources)
    add_library(hookline_${arg_NAME} INTERFACE)
    target_include_directories(hookline_${arg_NAME} INTERFACE ${PROJECT_SOURCE_DIR}/core)
    target_link_libraries(hookline_${arg_NAME} INTERFACE hookline_sdk ${libs})
    return()
  endif()
  add_library(hookline_${arg_NAME} STATIC ${sources})
  hookline_core_target(hookline_${arg_NAME})
  target_link_libraries(hookline_${arg_NAME} PUBLIC ${libs})
endfunction()

# hookline_add_app([LIBS ...])
# The executable build/hookline from main.cpp, and static library hookline_app from the folder's other *.cpp, for tests.
function(hookline_add_app)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "LIBS")
  hookline_resolve_libs(libs ${arg_LIBS})
  hookline_sources(sources)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/main.cpp)
    return()
  endif()
  add_executable(hookline main.cpp)
  hookline_core_target(hookline)
  set_target_properties(hookline PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  target_link_libraries(hookline PRIVATE ${libs})
  if(sources)
    add_library(hookline_app STATIC ${sources})
    hookline_core_target(hookline_app)
    target_link_libraries(hookline_app PUBLIC ${libs})
    target_link_libraries(hookline PRIVATE hookline_app)
  endif()
  install(TARGETS hookline RUNTIME DESTINATION bin)
endfunction()

# A plugin of the tree: build/plugins/NAME.so, target hookline_plugin_NAME. Tests of its inner parts link
# hookline_plugin_NAME_static, an archive of the same objects.
function(hookline_add_tree_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBS")
  hookline_resolve_libs(libs ${arg_LIBS})
  hookline_sources(sources)
  if(NOT sources)
    return()
  endif()
  set(objects hookline_plugin_${name}_objects)
  add_library(${objects} OBJECT ${sources})
  target_include_directories(${objects} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_definitions(${objects} PRIVATE HOOKLINE_VERSION="${PROJECT_VERSION}")
  target_link_libraries(${objects} PUBLIC hookline_sdk ${libs} PRIVATE hookline_flags)

  add_library(hookline_plugin_${name} MODULE $<TARGET_OBJECTS:${objects}>)
  target_link_libraries(hookline_plugin_${name} PRIVATE ${libs} hookline_flags)
  hookline_plugin_properties(hookline_plugin_${name} ${name})
  set_target_properties(hookline_plugin_${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/plugins)
  install(TARGETS hookline_plugin_${name} LIBRARY DESTINATION lib/hookline/plugins)

  add_library(hookline_plugin_${name}_static STATIC EXCLUDE_FROM_ALL $<TARGET_OBJECTS:${objects}>)
  target_include_directories(hookline_plugin_${name}_static PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(hookline_plugin_${name}_static PUBLIC hookline_sdk ${libs})
endfunction()

# hookline_add_capture(tc [BPF] [LIBS hookline_bpf_support ...])
# With BPF also build/bpf/tc.bpf.o from tc.bpf.c, embedded through "tc.skel.h".
function(hookline_add_capture name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "BPF" "" "LIBS")
  if(arg_BPF)
    hookline_add_bpf_object(NAME ${name} SOURCE ${CMAKE_CURRENT_SOURCE_DIR}/${name}.bpf.c INSTALL)
    list(APPEND arg_LIBS hookline_bpf_${name})
  endif()
  hookline_add_tree_plugin(${name} LIBS hookline_bpf_headers ${arg_LIBS})
endfunction()

# hookline_add_sink(table [LIBS ...])
function(hookline_add_sink name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBS")
  hookline_add_tree_plugin(${name} LIBS ${arg_LIBS})
endfunction()
