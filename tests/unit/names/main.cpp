// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE names
#include <boost/test/unit_test.hpp>
