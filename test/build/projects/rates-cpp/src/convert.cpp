#include "rates/convert.hpp"

#include <map>

namespace rates {

std::optional<double> for_euro(const std::string& currency) {
  static const std::map<std::string, double> listed{{"CHF", 0.95}, {"SEK", 11.25}};
  const auto found = listed.find(currency);
  if (found == listed.end()) return std::nullopt;
  return found->second;
}

}  // namespace rates
