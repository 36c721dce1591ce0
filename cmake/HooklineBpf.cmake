# eBPF objects: clang compiles, bpftool links away the DWARF (BTF stays) and writes the skeleton that embeds them.

find_program(HOOKLINE_BPF_CLANG NAMES clang-19 clang-22 clang-21 clang-20 clang-18 clang-17 clang-16 clang
             DOC "clang that compiles the eBPF programs, 16 or newer")
find_program(HOOKLINE_BPFTOOL bpftool HINTS /usr/sbin /sbin) # not in the PATH of users

# What libbpf calls the architecture: which registers hold arguments (bpf_tracing.h).
set(HOOKLINE_BPF_ARCH x86)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
  set(HOOKLINE_BPF_ARCH arm64)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^arm")
  set(HOOKLINE_BPF_ARCH arm)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(s390|riscv|loongarch|powerpc|ppc|mips)")
  string(REGEX REPLACE "^(s390|riscv|loongarch|powerpc|mips).*" "\\1" HOOKLINE_BPF_ARCH ${CMAKE_SYSTEM_PROCESSOR})
  string(REGEX REPLACE "^ppc.*" "powerpc" HOOKLINE_BPF_ARCH ${HOOKLINE_BPF_ARCH})
endif()

function(hookline_check_bpf_tools)
  if(NOT HOOKLINE_BPF_CLANG OR NOT HOOKLINE_BPFTOOL)
    message(FATAL_ERROR "hookline: eBPF programs need clang >= 16 and bpftool; script/setup installs them")
  endif()
  execute_process(COMMAND ${HOOKLINE_BPF_CLANG} -dumpversion OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(version VERSION_LESS 16)
    message(FATAL_ERROR "hookline: ${HOOKLINE_BPF_CLANG} is ${version}, eBPF programs need clang >= 16 (clang-19)")
  endif()
endfunction()

# hookline_add_bpf_object(NAME tc SOURCE path/tc.bpf.c [DEFINES ...] [INSTALL])
# build/bpf/tc.bpf.o, and interface target hookline_bpf_tc, whose users can include "tc.skel.h" (struct tc_bpf).
function(hookline_add_bpf_object)
  cmake_parse_arguments(PARSE_ARGV 0 arg "INSTALL" "NAME;SOURCE" "DEFINES")
  hookline_check_bpf_tools()
  get_filename_component(source ${arg_SOURCE} ABSOLUTE)
  set(object ${PROJECT_BINARY_DIR}/bpf/${arg_NAME}.bpf.o)
  set(work ${PROJECT_BINARY_DIR}/obj/bpf/${arg_NAME})
  set(skeleton ${work}/${arg_NAME}.skel.h)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/bpf ${work})
  list(TRANSFORM arg_DEFINES PREPEND -D)

  add_custom_command(
    OUTPUT ${object}
    DEPENDS ${source}
    DEPFILE ${work}/object.d
    COMMAND
      ${HOOKLINE_BPF_CLANG} -target bpf -mcpu=v3 -O2 -g -Wall -Werror ${arg_DEFINES} -I${PROJECT_SOURCE_DIR}/bpf
      -I${PROJECT_SOURCE_DIR}/core/include -D__TARGET_ARCH_${HOOKLINE_BPF_ARCH} -idirafter /usr/include/${CMAKE_CXX_LIBRARY_ARCHITECTURE} -MD -MF
      ${work}/object.d -MT ${object} -c ${source} -o ${work}/compiled.o
    COMMAND ${HOOKLINE_BPFTOOL} gen object ${object} ${work}/compiled.o
    COMMENT "eBPF ${arg_NAME}.bpf.o"
    VERBATIM)
  add_custom_command(
    OUTPUT ${skeleton}
    DEPENDS ${object}
    # NOLINT: clang-tidy's analyzer follows calls into it, system header or not.
    COMMAND sh -c "echo '// NOLINTBEGIN' && $0 gen skeleton $1 name $2 && echo '// NOLINTEND'" ${HOOKLINE_BPFTOOL}
            ${object} ${arg_NAME}_bpf > ${skeleton}
    COMMENT "eBPF ${arg_NAME}.skel.h"
    VERBATIM)

  add_custom_target(hookline_bpf_${arg_NAME}_files ALL DEPENDS ${object} ${skeleton})
  add_library(hookline_bpf_${arg_NAME} INTERFACE)
  add_dependencies(hookline_bpf_${arg_NAME} hookline_bpf_${arg_NAME}_files)
  # System: the generated code is not held to our warnings.
  target_include_directories(hookline_bpf_${arg_NAME} SYSTEM INTERFACE ${work})
  target_link_libraries(hookline_bpf_${arg_NAME} INTERFACE hookline_bpf_headers PkgConfig::libbpf)
  if(arg_INSTALL)
    install(FILES ${object} DESTINATION lib/hookline/bpf)
  endif()
endfunction()
