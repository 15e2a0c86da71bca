// One secret each, named by its time; successes and failures apart, so that whoever guesses does
// not push out what there was.
#include "adapters/identity/sign_ins.hpp"

#include <algorithm>
#include <sstream>

#include "adapters/identity/password.hpp"
#include "engine/digest.hpp"

namespace surety {
namespace {

constexpr std::size_t kept_max = 50;  ///< of each
constexpr std::string_view nothing = "-";

std::string prefix_of(std::string_view account, bool succeeded) {
  return std::string(succeeded ? "sign-in/" : "sign-in-failed/") + hex(sha256(account)) + '/';
}

/// Of one length, so that the order of names is that of times.
std::string time_of(std::int64_t at_ms) {
  const auto text = std::to_string(at_ms);
  return std::string(16 - std::min<std::size_t>(16, text.size()), '0') + text;
}

std::string word(const std::string& text) { return text.empty() ? std::string(nothing) : text; }
std::string text(const std::string& word) { return word == nothing ? std::string() : word; }

}  // namespace

void SignIns::note(std::string_view account, const SignInNote& n) {
  const auto prefix = prefix_of(account, n.result == "succeeded");
  secrets_.put(prefix + time_of(n.at_ms) + '-' + random_hex(4),
               std::to_string(n.at_ms) + ' ' + n.how + ' ' + n.result + ' ' + word(n.address) +
                   ' ' + word(n.session));
  auto all = secrets_.references(prefix);
  std::sort(all.begin(), all.end());
  for (std::size_t i = 0; i + kept_max < all.size(); ++i) secrets_.erase(all[i]);
}

std::vector<SignInNote> SignIns::of(std::string_view account) const {
  std::vector<SignInNote> notes;
  for (const bool succeeded : {true, false})
    for (const auto& reference : secrets_.references(prefix_of(account, succeeded))) {
      SignInNote n;
      std::istringstream words(secrets_.get(reference).value_or(""));
      if (!(words >> n.at_ms >> n.how >> n.result >> n.address >> n.session)) continue;
      n.address = text(n.address);
      n.session = text(n.session);
      notes.push_back(std::move(n));
    }
  std::sort(notes.begin(), notes.end(),
            [](const SignInNote& a, const SignInNote& b) { return a.at_ms > b.at_ms; });
  return notes;
}

}  // namespace surety
