// Where each id lies in an index.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace salver {

// Ids in ascending order with the place of each: a sequential number, or in an inverted file the cell
// and the offset in it, packed as FAISS packs them (lo_build).
class Places {
 public:
  static constexpr int64_t kNowhere = -1;

  size_t count() const { return entries_.size(); }
  void clear() { entries_.clear(); }
  void reserve(size_t count) { entries_.reserve(count); }
  void put(int64_t id, int64_t place) { entries_.push_back({id, place}); }

  // Orders the entries; throws when an id occurs twice.
  void seal() {
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
    for (size_t i = 1; i < entries_.size(); i++) {
      if (entries_[i].id == entries_[i - 1].id) {
        throw std::invalid_argument("id " + std::to_string(entries_[i].id) + " occurs twice");
      }
    }
  }

  // The place of that id or kNowhere. Looks first where it lies when ids have no gaps.
  int64_t of(int64_t id) const {
    if (entries_.empty() || id < entries_.front().id || id > entries_.back().id) {
      return kNowhere;
    }
    const size_t guess = static_cast<size_t>(id - entries_.front().id);
    if (guess < entries_.size() && entries_[guess].id == id) {
      return entries_[guess].place;
    }
    const auto found = std::lower_bound(entries_.begin(), entries_.end(), id,
                                        [](const Entry& entry, int64_t wanted) { return entry.id < wanted; });
    return found->id == id ? found->place : kNowhere;
  }

 private:
  struct Entry {
    int64_t id;
    int64_t place;
  };

  std::vector<Entry> entries_;
};

}  // namespace salver
