// A few threads with a bounded queue, and work for later: what must not run on an io thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

namespace surety::http {

class Pool {
 public:
  using Task = std::function<void()>;

  Pool(int threads, std::size_t queue_max);
  ~Pool();  ///< runs what is queued, drops what is for later
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// False if the queue is full or the pool is stopping.
  bool run(Task);
  /// Not before `delay`; never refused, since a bounded request waits behind it.
  void run_after(std::chrono::milliseconds delay, Task);
  void stop();
  std::size_t waiting() const;

 private:
  void work();

  const std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::queue<Task> tasks_;
  std::multimap<std::chrono::steady_clock::time_point, Task> later_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace surety::http
