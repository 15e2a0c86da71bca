// Addresses must be safe for the key that goes there; it comes from a file or the environment.
#include "tools/project_sources.hpp"

#include "tools/by_jurisdiction.hpp"
#include "tools/cli.hpp"

namespace surety::tools {

void add_project_source_keys(CLI::App& verb, ProjectSourceKeys& keys) {
  auto* source = verb.add_option("--project-source", keys.urls,
                                 "URL of a jurisdiction's project table, https (none)")
                     ->type_name("JURISDICTION=URL");
  verb.add_option("--project-source-key-file", keys.key_files,
                  "File of the key it asks for; or SURETY_PROJECT_SOURCE_KEY_<JURISDICTION>")
      ->type_name("JURISDICTION=FILE")
      ->needs(source);
  verb.add_option("--project-source-minutes", keys.minutes, "How often all of it is asked for")
      ->check(CLI::Range(0.01, 10'080.0))
      ->capture_default_str();
  verb.add_option("--project-source-seconds", keys.seconds, "How long one answer may take")
      ->check(CLI::Range(1, 300))
      ->capture_default_str();
}

ProjectSources open_project_sources(const ProjectSourceKeys& keys, const std::string& ca_bundle,
                                    Runtime& runtime) {
  const auto urls = by_jurisdiction(keys.urls, "--project-source"),
             files = by_jurisdiction(keys.key_files, "--project-source-key-file");
  for (const auto& [jurisdiction, file] : files)
    if (!urls.contains(jurisdiction))
      throw CLI::ValidationError("--project-source", "none for " + jurisdiction);
  ProjectSources sources;
  for (const auto& [jurisdiction, text] : urls) {
    const auto url = outgoing::parse_url(text);
    if (!url || (url->scheme != "https" && !url->loopback()))
      throw Failure(text + " is no safe address", "give --project-source as https://HOST/PATH");
    sources.emplace(jurisdiction,
                    std::make_unique<ProjectSource>(
                        ProjectSourceSettings{
                            .jurisdiction = jurisdiction,
                            .url = text,
                            .key = secret_for(jurisdiction, files, "--project-source-key-file",
                                              "SURETY_PROJECT_SOURCE_KEY_"),
                            .client = {ca_bundle},
                            .timeout = std::chrono::seconds(keys.seconds)},
                        runtime));
  }
  return sources;
}

}  // namespace surety::tools
