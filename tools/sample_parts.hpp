// The chapters of the sample, in the order they are played, and what they are told with.
#pragma once

#include "adapters/documents/folder.hpp"
#include "tools/sample.hpp"

namespace surety::tools {

inline constexpr std::string_view owner_hn = "91460000MA5TPGXG3G";
inline constexpr std::string_view contractor_hn = "9131011513230855XK";
inline constexpr std::string_view guarantor_hn = "91460000MA5TM8HD9J";
inline constexpr std::string_view contractor_hlj = "11230703001784935X";
inline constexpr std::string_view insurer_hlj = "91230100MA18A0019T";
inline constexpr std::string_view broker_hlj = "91230100MA18A0027M";
inline constexpr std::string_view contractor_bx = "91210500MA10A0011R";
inline constexpr std::string_view insurer_bx = "91210500MA10A002XH";
inline constexpr std::string_view provider_bx = "91210500MA10A0038H";
inline constexpr std::string_view contractor_qz = "91440300MA5FBK637G";
inline constexpr std::string_view insurer_qz = "91350500MA2YA0014X";
inline constexpr std::string_view provider_qz = "91350500MA2YA0022Q";
inline constexpr std::string_view other_provider_qz = "91350500MA2YA00454";

void play_parties(Player&, DocumentStore&);  ///< organisations, enterprises, accounts
void play_heilongjiang(Player&, DocumentStore&);  ///< the project table, the insurer's desk
void play_benxi(Player&, DocumentStore&);         ///< a site that is insured and served
void play_quanzhou(Player&, DocumentStore&);      ///< orders, policies, service orders
void play_hainan(Player&, DocumentStore&);  ///< guarantors, letters, the claim, budget contracts

/// A page that says what it stands for, or a picture; its hash is the document's id.
std::string paper(DocumentStore&, std::string_view organisation, std::string_view title);
std::string picture(DocumentStore&, std::string_view organisation, std::string_view title);
/// The id of the case that a move opened.
std::string id_of(const Outcome&);

/// Tells what accounts do, one after another; whatever is told has happened in the past.
class Storyteller {
 public:
  /// `chapter` begins every step.
  Storyteller(Player& player, std::string chapter)
      : player_(player), chapter_(std::move(chapter)) {}
  /// Returns the new case's id.
  std::string opens(std::string_view account, std::string_view kind, std::string_view command,
                    std::string_view step, std::string body, std::string root = {},
                    std::string id = {});
  /// Once per case and command, where `again` does not tell the times apart.
  void does(std::string_view account, std::string_view kind, const std::string& id,
            std::string_view command, std::string body = "{}", std::string_view again = {});
  /// The day so many days from today.
  std::string day(int days) const { return (player_.today() + days).text(); }
  std::string morning(int days) const { return day(days) + "T09:30:00.000+08:00"; }

 private:
  Player& player_;
  std::string chapter_;
};

}  // namespace surety::tools
