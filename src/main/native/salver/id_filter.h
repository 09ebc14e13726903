// The ids that a search may answer.
#pragma once

#include <faiss/impl/IDSelector.h>

#include <cstdint>
#include <vector>

namespace salver {

// One bit per id in [0, limit), in words of 64; does not own them.
class IdFilter final : public faiss::IDSelector {
 public:
  IdFilter(const int64_t* words, int64_t limit) : words_(reinterpret_cast<const uint64_t*>(words)), limit_(limit) {}

  bool is_member(idx_t id) const override {
    return static_cast<uint64_t>(id) < static_cast<uint64_t>(limit_) && (words_[id >> 6] >> (id & 63) & 1);
  }

  int64_t count() const {
    int64_t count = 0;
    for (int64_t i = 0; i < (limit_ + 63) >> 6; i++) {
      count += __builtin_popcountll(words_[i]);
    }
    return count;
  }

  template <typename Visitor>
  void for_each(Visitor visit) const {
    for (int64_t i = 0; i < (limit_ + 63) >> 6; i++) {
      for (uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(i * 64 + __builtin_ctzll(word));
      }
    }
  }

 private:
  const uint64_t* const words_;
  const int64_t limit_;
};

// The same set in terms of sequential numbers, for kinds that do not keep ids; negative ids are holes.
class PositionFilter final : public faiss::IDSelector {
 public:
  // filter: null for all ids.
  PositionFilter(const IdFilter* filter, const std::vector<int64_t>& ids) : filter_(filter), ids_(ids.data()) {}

  bool is_member(idx_t position) const override {
    const int64_t id = ids_[position];
    return filter_ ? filter_->is_member(id) : id >= 0;
  }

 private:
  const IdFilter* const filter_;
  const int64_t* const ids_;
};

}  // namespace salver
