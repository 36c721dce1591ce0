# Installed with the SDK, so that a plugin outside of this tree is built as those inside are.

# NAME.so: the name that the config's `plugin` key looks for. Nothing but the descriptor is exported, nothing is left
# undefined for the host to supply by chance.
function(hookline_plugin_properties target name)
  set_target_properties(
    ${target}
    PROPERTIES PREFIX ""
               OUTPUT_NAME ${name}
               CXX_VISIBILITY_PRESET hidden
               VISIBILITY_INLINES_HIDDEN ON
               POSITION_INDEPENDENT_CODE ON)
  target_link_options(${target} PRIVATE -Wl,-z,defs -Wl,--exclude-libs,ALL)
endfunction()

# hookline_add_plugin(NAME acme SOURCES acme.cpp ... [LIBS ...]) builds acme.so in the current build folder and
# installs it to lib/hookline/plugins.
function(hookline_add_plugin)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;LIBS")
  add_library(${arg_NAME} MODULE ${arg_SOURCES})
  target_link_libraries(${arg_NAME} PRIVATE hookline::sdk ${arg_LIBS})
  hookline_plugin_properties(${arg_NAME} ${arg_NAME})
  install(TARGETS ${arg_NAME} LIBRARY DESTINATION lib/hookline/plugins)
endfunction()
