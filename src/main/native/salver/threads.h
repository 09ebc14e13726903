// How many OpenMP threads a call into FAISS may use, set in the calling thread and put back.
#pragma once

#include <omp.h>

#include <mutex>

namespace salver {

class ThreadScope {
 public:
  explicit ThreadScope(int threads) : before_(omp_get_max_threads()) {
    omp_set_num_threads(threads < 1 ? 1 : threads);
  }
  ~ThreadScope() { omp_set_num_threads(before_); }
  ThreadScope(const ThreadScope&) = delete;
  ThreadScope& operator=(const ThreadScope&) = delete;

 private:
  const int before_;
};

// Training and adding call OpenBLAS, whose number of threads is one for the whole process and not
// safe to change from two threads at once: such steps run one at a time. Searching never calls it.
class BuildScope {
 public:
  explicit BuildScope(int threads) : lock_(mutex()), threads_(threads) {}

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }

  std::lock_guard<std::mutex> lock_;
  ThreadScope threads_;
};

}  // namespace salver
