// Searches an index that Salver holds with FAISS alone: the yardstick for the same search in Java.
#include <omp.h>
#include <time.h>

#include <cstdint>
#include <vector>

#include "salver/native_index.h"

namespace {

int64_t nanoseconds(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

}  // namespace

// Searches each of count queries once, one at a time on the calling thread. times, [count + 1]: the wall
// time of each search, then the CPU time of all, in nanoseconds.
extern "C" void search_loop(int64_t address, int64_t count, const float* queries, int64_t k, int effort,
                            int64_t* times) {
  const faiss::Index& index = reinterpret_cast<const salver::NativeIndex*>(address)->unwrapped();
  const salver::ThreadScope scope(1);
  faiss::SearchParametersIVF cells;
  cells.nprobe = effort;
  faiss::SearchParametersHNSW graph;
  graph.efSearch = effort;
  const faiss::SearchParameters* parameters = nullptr;
  if (dynamic_cast<const faiss::IndexIVF*>(&index)) {
    parameters = &cells;
  } else if (dynamic_cast<const faiss::IndexHNSW*>(&index)) {
    parameters = &graph;
  }
  std::vector<float> distances(k);
  std::vector<int64_t> ids(k);
  const int64_t cpu = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
  for (int64_t i = 0; i < count; i++) {
    const int64_t start = nanoseconds(CLOCK_MONOTONIC);
    index.search(1, queries + i * index.d, k, distances.data(), ids.data(), parameters);
    times[i] = nanoseconds(CLOCK_MONOTONIC) - start;
  }
  times[count] = nanoseconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
}
