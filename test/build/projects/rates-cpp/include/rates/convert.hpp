#pragma once

#include <optional>
#include <string>

namespace rates {

/// Units of the currency for one euro; nothing for a currency that is not listed.
std::optional<double> for_euro(const std::string& currency);

}  // namespace rates
