// The bounded pool of the edge.
#include "adapters/http/pool.hpp"

#include <spdlog/spdlog.h>

namespace surety::http {

Pool::Pool(int threads, std::size_t queue_max) : queue_max_(queue_max) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Pool::~Pool() { stop(); }

void Pool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
  const std::lock_guard lock(mutex_);
  later_.clear();
}

bool Pool::run(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || tasks_.size() >= queue_max_) return false;
    tasks_.push(std::move(task));
  }
  wake_.notify_one();
  return true;
}

void Pool::run_after(std::chrono::milliseconds delay, Task task) {
  {
    const std::lock_guard lock(mutex_);
    later_.emplace(std::chrono::steady_clock::now() + delay, std::move(task));
  }
  wake_.notify_one();
}

std::size_t Pool::waiting() const {
  const std::lock_guard lock(mutex_);
  return tasks_.size();
}

void Pool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!later_.empty() && later_.begin()->first <= std::chrono::steady_clock::now()) {
      tasks_.push(std::move(later_.begin()->second));
      later_.erase(later_.begin());
      continue;
    }
    if (tasks_.empty()) {
      if (stopping_) return;
      if (later_.empty())
        wake_.wait(lock);
      else
        wake_.wait_until(lock, later_.begin()->first);
      continue;
    }
    Task task = std::move(tasks_.front());
    tasks_.pop();
    lock.unlock();
    try {
      task();
    } catch (const std::exception& e) {
      spdlog::error("http: a task failed: {}", e.what());
    }
    task = nullptr;
    lock.lock();
  }
}

}  // namespace surety::http
