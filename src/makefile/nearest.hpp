// Private to makefile: its public name is slipway/makefile/nearest.hpp.
#pragma once

#include <slipway/makefile/nearest.hpp>
