// Searching an index, with and without a filter.
#pragma once

#include <faiss/utils/distances.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "id_filter.h"
#include "vector_store.h"

namespace salver {

// One search: k neighbours of each query, nearest first; places that stay empty have the id -1.
//
// A filter would starve an approximate search, which meets few vectors that are allowed. Two remedies:
// the effort grows as the share of allowed vectors shrinks, and where few are allowed, or an answer
// still has empty places, the allowed vectors themselves are scanned. So a filtered answer always has
// as many neighbours as are allowed, at most k.
class Searcher {
 public:
  Searcher(const VectorStore& store, int64_t k, int effort, const IdFilter* filter)
      : store_(store), index_(store.index()), k_(k), filter_(filter) {
    const int64_t live = index_.ntotal - store.holes();
    const int64_t allowed = filter ? std::min(filter->count(), live) : live;
    share_ = double(allowed) / std::max<int64_t>(1, index_.ntotal);
    if (filter || store.holes() > 0) {
      positions_.emplace(filter, store.ids());
    }
    effort_ = widened(effort > 0 ? effort : default_effort());
  }

  void search(int64_t count, const float* queries, float* distances, int64_t* ids) {
    if (filter_ && share_ * index_.ntotal <= scan_limit()) {
      for (int64_t i = 0; i < count; i++) {
        scan(queries + i * index_.d, distances + i * k_, ids + i * k_);
      }
      return;
    }
    // Larger batches would go through OpenBLAS, which rounds differently and has threads of its own.
    const int64_t step = faiss::distance_compute_blas_threshold - 1;
    for (int64_t i = 0; i < count; i += step) {
      search_some(std::min(step, count - i), queries + i * index_.d, distances + i * k_, ids + i * k_);
    }
    for (int64_t i = 0; filter_ && i < count; i++) {
      const int64_t last = ids[i * k_ + k_ - 1];
      // For k = 1 by distance FAISS 1.7.3 answers its first vector where none is allowed.
      if (last < 0 || !filter_->is_member(last)) {
        scan(queries + i * index_.d, distances + i * k_, ids + i * k_);
      }
    }
  }

 private:
  // A test of the filter costs about this part of a distance.
  static constexpr double kTestCost = 1.0 / 8;
  // A step through the graph looks at about this many vectors that it has not seen.
  static constexpr double kNewPerStep = 20;

  int64_t default_effort() const {
    return store_.ivf() ? store_.ivf()->nprobe : store_.hnsw() ? store_.hnsw()->hnsw.efSearch : 0;
  }

  int64_t widened(int64_t effort) const {
    const int64_t enough = store_.hnsw() ? std::max(effort, k_) : effort;
    const int64_t most = store_.ivf() ? store_.ivf()->nlist : std::max<int64_t>(enough, index_.ntotal);
    return std::min<double>(most, std::ceil(enough / std::max(share_, 1e-9)));
  }

  // Up to how many allowed vectors a scan of them is cheaper than the search that it stands for.
  double scan_limit() const {
    const double total = index_.ntotal;
    if (store_.ivf()) {
      return total * effort_ / store_.ivf()->nlist * kTestCost;
    }
    return store_.hnsw() ? effort_ * kNewPerStep : total * kTestCost;
  }

  void search_some(int64_t count, const float* queries, float* distances, int64_t* ids) {
    if (store_.ivf()) {
      faiss::SearchParametersIVF parameters;
      parameters.nprobe = effort_;
      parameters.sel = const_cast<IdFilter*>(filter_);
      index_.search(count, queries, k_, distances, ids, &parameters);
      return;
    }
    if (store_.hnsw()) {
      search_graph(count, queries, distances, ids);
    } else {
      faiss::SearchParameters parameters;
      parameters.sel = selector();
      index_.search(count, queries, k_, distances, ids, positions_ ? &parameters : nullptr);
    }
    name(count * k_, ids);
  }

  // FAISS 1.7.3 sizes the queue of candidates by the index's own efSearch and k, not by the parameter:
  // an effort beyond both is reached by asking for that many results.
  void search_graph(int64_t count, const float* queries, float* distances, int64_t* ids) {
    faiss::SearchParametersHNSW parameters;
    parameters.efSearch = effort_;
    parameters.sel = selector();
    if (effort_ <= std::max<int64_t>(k_, store_.hnsw()->hnsw.efSearch)) {
      index_.search(count, queries, k_, distances, ids, &parameters);
      return;
    }
    std::vector<float> wide_distances(effort_);
    std::vector<int64_t> wide_ids(effort_);
    for (int64_t i = 0; i < count; i++) {
      index_.search(1, queries + i * index_.d, effort_, wide_distances.data(), wide_ids.data(), &parameters);
      std::copy_n(wide_distances.data(), k_, distances + i * k_);
      std::copy_n(wide_ids.data(), k_, ids + i * k_);
    }
  }

  PositionFilter* selector() { return positions_ ? &*positions_ : nullptr; }

  void name(int64_t count, int64_t* ids) const {
    for (int64_t i = 0; i < count; i++) {
      ids[i] = ids[i] < 0 ? -1 : store_.ids()[ids[i]];
    }
  }

  void scan(const float* query, float* distances, int64_t* ids) {
    gather();
    const bool product = index_.metric_type == faiss::METRIC_INNER_PRODUCT;
    std::vector<float> scratch(index_.d);
    for (Found& found : allowed_) {
      const float* vector = store_.vector_at(found.place, scratch.data());
      const float distance = product ? faiss::fvec_inner_product(query, vector, index_.d)
                                     : faiss::fvec_L2sqr(query, vector, index_.d);
      found.distance = std::isnan(distance) ? (product ? -HUGE_VALF : HUGE_VALF) : distance;
    }
    const int64_t found = std::min<int64_t>(k_, allowed_.size());
    std::partial_sort(allowed_.begin(), allowed_.begin() + found, allowed_.end(),
                      [product](const Found& a, const Found& b) {
                        return a.distance != b.distance ? product == (a.distance > b.distance) : a.id < b.id;
                      });
    for (int64_t i = 0; i < k_; i++) {
      ids[i] = i < found ? allowed_[i].id : -1;
      distances[i] = i < found ? allowed_[i].distance : 0;
    }
  }

  void gather() {
    if (gathered_) {
      return;
    }
    gathered_ = true;
    filter_->for_each([this](int64_t id) {
      const int64_t place = store_.place_of(id);
      if (place != Places::kNowhere) {
        allowed_.push_back({id, place, 0});
      }
    });
  }

  struct Found {
    int64_t id;
    int64_t place;
    float distance;
  };

  const VectorStore& store_;
  const faiss::Index& index_;
  const int64_t k_;
  const IdFilter* const filter_;
  std::optional<PositionFilter> positions_;
  double share_ = 1;
  int64_t effort_ = 0;
  bool gathered_ = false;
  std::vector<Found> allowed_;
};

}  // namespace salver
