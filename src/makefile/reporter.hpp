// Private to makefile: its public name is slipway/makefile/reporter.hpp.
#pragma once

#include <slipway/makefile/reporter.hpp>
