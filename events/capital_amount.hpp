// Amounts in capital Chinese (大写金额), as bills, letters and receipts carry them beside the figures.
#pragma once

#include <string>

#include "events/values.hpp"

namespace surety {

/// 161 300 000 fen → 壹佰陆拾壹万叁仟元整. After the central bank's rules for filling in bills: one 零
/// for any run of zeros between digits, 零 before fen without jiao, 整 where no fen follow; the 零
/// that the rules leave free (behind 万 or 亿, before jiao) is left out. Negative amounts begin with 负.
std::string capital_amount(Money);

}  // namespace surety
