// The data files of schemas/ that the program carries inside itself, by path below schemas/.
#pragma once

#include <map>
#include <string>

namespace surety {
const std::map<std::string, std::string>& embedded_files();
}
