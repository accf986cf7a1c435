# What every target of ours is compiled with, and the two commands that CMakeLists.txt is written in.

option(SLIPWAY_WERROR "treat warnings as errors" OFF)
set(SLIPWAY_SANITIZE "" CACHE STRING "sanitizers to build with: address,undefined or thread")

set(CMAKE_CXX_EXTENSIONS OFF)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(slipway_settings INTERFACE)
target_link_libraries(slipway_settings INTERFACE fmt::fmt)
target_compile_features(slipway_settings INTERFACE cxx_std_20)
target_include_directories(slipway_settings INTERFACE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR})
target_compile_options(slipway_settings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual $<$<BOOL:${SLIPWAY_WERROR}>:-Werror>)
if(SLIPWAY_SANITIZE)
    target_compile_options(slipway_settings INTERFACE -fsanitize=${SLIPWAY_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(slipway_settings INTERFACE -fsanitize=${SLIPWAY_SANITIZE})
endif()

# slipway_module(NAME SOURCES file... [USES module...] [PACKAGES target...]): one static library.
# Packages are private: no module's interface names a library that it wraps.
function(slipway_module name)
    cmake_parse_arguments(module "" "" "SOURCES;USES;PACKAGES" ${ARGN})
    list(TRANSFORM module_USES PREPEND slipway_)
    add_library(slipway_${name} STATIC ${module_SOURCES})
    target_link_libraries(slipway_${name} PUBLIC slipway_settings ${module_USES} PRIVATE ${module_PACKAGES})
endfunction()

# slipway_test(NAME SOURCES file... [USES module...] [PACKAGES target...] [LABELS label...]): one test program, NAME_test.
# The label `threads` has scripts/test run it under ThreadSanitizer too.
function(slipway_test name)
    cmake_parse_arguments(test "" "" "SOURCES;USES;PACKAGES;LABELS" ${ARGN})
    list(TRANSFORM test_USES PREPEND slipway_)
    add_executable(${name}_test ${test_SOURCES})
    target_link_libraries(${name}_test PRIVATE slipway_catch ${test_USES} ${test_PACKAGES})
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES LABELS "${test_LABELS}")
endfunction()
