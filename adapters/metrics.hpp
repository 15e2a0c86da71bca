// What operators watch, in Prometheus' text form.
#pragma once

#include <memory>
#include <string>

#include "adapters/runtime.hpp"

namespace surety {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  void request(int status, double seconds);
  /// The text of /metrics, the node's own numbers taken now.
  std::string text(const Runtime&);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace surety
