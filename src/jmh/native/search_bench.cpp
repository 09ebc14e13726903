// Searches an index that Salver wrote with FAISS alone, as the yardstick for the same search in Java.
//
//   search_bench INDEX_FILE PAYLOAD_OFFSET QUERIES_FILE K EFFORT
//
// QUERIES_FILE holds float32 vectors. For each line on stdin it searches each query once, one at a
// time on one thread, and prints two numbers: the median wall time and the mean CPU time, in ns.
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/index_io.h>
#include <omp.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

namespace {

int64_t nanoseconds(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

std::unique_ptr<faiss::Index> read_index(const char* path, long offset) {
  FILE* file = fopen(path, "rb");
  uint64_t ids = 0;
  if (!file || fseek(file, offset, SEEK_SET) != 0 || fread(&ids, sizeof ids, 1, file) != 1 ||
      fseek(file, ids * sizeof(int64_t), SEEK_CUR) != 0) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(1);
  }
  std::unique_ptr<faiss::Index> index(faiss::read_index(file));
  fclose(file);
  return index;
}

std::vector<float> read_queries(const char* path) {
  FILE* file = fopen(path, "rb");
  std::vector<float> queries;
  float value;
  while (file && fread(&value, sizeof value, 1, file) == 1) {
    queries.push_back(value);
  }
  if (file) {
    fclose(file);
  }
  return queries;
}

}  // namespace

int main(int, char** arguments) {
  omp_set_num_threads(1);
  const auto index = read_index(arguments[1], atol(arguments[2]));
  const auto queries = read_queries(arguments[3]);
  const int64_t k = atol(arguments[4]);
  const int effort = atoi(arguments[5]);
  faiss::SearchParametersIVF cells;
  cells.nprobe = effort;
  faiss::SearchParametersHNSW graph;
  graph.efSearch = effort;
  const faiss::SearchParameters* parameters = nullptr;
  if (dynamic_cast<faiss::IndexIVF*>(index.get())) {
    parameters = &cells;
  } else if (dynamic_cast<faiss::IndexHNSW*>(index.get())) {
    parameters = &graph;
  }

  std::vector<float> distances(k);
  std::vector<int64_t> ids(k);
  std::vector<int64_t> times(queries.size() / index->d);
  while (getchar() != EOF) {
    const int64_t cpu = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
    for (size_t i = 0; i < times.size(); i++) {
      const int64_t start = nanoseconds(CLOCK_MONOTONIC);
      index->search(1, queries.data() + i * index->d, k, distances.data(), ids.data(), parameters);
      times[i] = nanoseconds(CLOCK_MONOTONIC) - start;
    }
    const int64_t spent = nanoseconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
    std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
    printf("%ld %ld\n", times[times.size() / 2], spent / static_cast<int64_t>(times.size()));
    fflush(stdout);
  }
}
