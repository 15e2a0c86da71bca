// 工程款支付担保 (payment guarantee): its whole vocabulary, commands and events.
#pragma once

#include "events/guarantee_commands.hpp"
#include "events/guarantee_events.hpp"
