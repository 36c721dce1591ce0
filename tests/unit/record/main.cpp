// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE record
#include <boost/test/unit_test.hpp>
