// An address of an anchor is checked at the start, not at midnight.
#include "tools/sealing.hpp"

#include "tools/cli.hpp"

namespace surety::tools {

void add_sealing_keys(CLI::App& verb, SealingKeys& keys) {
  verb.add_option("--seals", keys.folder,
                  "Folder of the seals, shared where there are several nodes (DATA/seals)");
  verb.add_option("--seal-every", keys.every_hours,
                  "Hours between two seals, from 00:00 Beijing time; 0: only when asked")
      ->check(CLI::Range(0.0, 8'760.0))
      ->capture_default_str();
  verb.add_option("--anchor-folder", keys.anchor_folder,
                  "Folder outside, that this node can only add to: gets every seal (none)");
  verb.add_option("--anchor-url", keys.anchor_url, "URL that takes every seal (none)");
  verb.add_option("--timestamp-url", keys.timestamp_url,
                  "URL of an RFC 3161 authority that stamps every seal (none)");
  verb.add_option("--timestamp-authorities", keys.timestamp_authorities,
                  "File (PEM) of who must have signed its stamps (whoever has)")
      ->needs("--timestamp-url");
}

SealSettings seal_settings(const SealingKeys& keys, const std::filesystem::path& own,
                           const OutgoingKeys& outgoing) {
  for (const auto& url : {keys.anchor_url, keys.timestamp_url})
    if (!url.empty() && !outgoing::parse_url(url))
      throw Failure(url + " is no URL", "look at --anchor-url and --timestamp-url");
  return {.folder = keys.folder.empty() ? own : std::filesystem::path(keys.folder),
          .every_hours = keys.every_hours,
          .anchor_folder = keys.anchor_folder,
          .anchor_url = keys.anchor_url,
          .timestamp_url = keys.timestamp_url,
          .timestamp_authorities = keys.timestamp_authorities,
          .client = {outgoing.ca_bundle}};
}

}  // namespace surety::tools
