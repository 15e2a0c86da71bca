// The chapters of the sample, in the order they are played.
#pragma once

#include "tools/sample.hpp"

namespace surety::tools {

inline constexpr std::string_view owner_hn = "91460000MA5TPGXG3G";
inline constexpr std::string_view contractor_hn = "9131011513230855XK";
inline constexpr std::string_view guarantor_hn = "91460000MA5TM8HD9J";
inline constexpr std::string_view contractor_hlj = "11230703001784935X";

void play_parties(Player&);       ///< organisations, enterprises, accounts
void play_heilongjiang(Player&);  ///< the province's project table
void play_hainan(Player&, DocumentStore&);  ///< guarantors, letters, the claim, budget contracts

}  // namespace surety::tools
