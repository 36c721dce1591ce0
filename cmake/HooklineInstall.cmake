# The SDK as other builds find it: headers, find_package(hookline), pkg-config.

include(CMakePackageConfigHelpers)

function(hookline_install)
  set(package lib/cmake/hookline)
  install(TARGETS hookline_sdk EXPORT hookline-targets)
  set_target_properties(hookline_sdk PROPERTIES EXPORT_NAME sdk)
  install(EXPORT hookline-targets NAMESPACE hookline:: DESTINATION ${package})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/core/include/hookline DESTINATION include
          FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")

  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/hookline-config.cmake.in
                                ${PROJECT_BINARY_DIR}/hookline-config.cmake INSTALL_DESTINATION ${package})
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/hookline-config-version.cmake
                                   COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
  install(FILES ${PROJECT_BINARY_DIR}/hookline-config.cmake ${PROJECT_BINARY_DIR}/hookline-config-version.cmake
                ${PROJECT_SOURCE_DIR}/cmake/HooklinePlugin.cmake DESTINATION ${package})

  configure_file(${PROJECT_SOURCE_DIR}/cmake/hookline.pc.in ${PROJECT_BINARY_DIR}/hookline.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/hookline.pc DESTINATION lib/pkgconfig)

  file(GLOB examples CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/etc/*.toml)
  install(FILES ${examples} DESTINATION share/doc/hookline/etc)
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION share/doc/hookline)
endfunction()
