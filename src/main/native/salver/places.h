// Where each id lies in an index.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace salver {

// Each id with its place: a sequential number, or in an inverted file the cell and the offset in it,
// packed as FAISS packs them (lo_build). Ids with few gaps are kept in a table, others in order.
class Places {
 public:
  static constexpr int64_t kNowhere = -1;

  size_t count() const { return count_; }

  void clear() { *this = Places(); }
  void reserve(size_t count) { entries_.reserve(count); }

  void put(int64_t id, int64_t place) {
    entries_.push_back({id, place});
    highest_ = std::max(highest_, id);
    count_++;
  }

  // Prepares for of(); throws when an id occurs twice.
  void seal() {
    if (highest_ < static_cast<int64_t>(kMostPerId * count_)) {
      fill_table();
    } else {
      order();
    }
  }

  // The place of that id or kNowhere.
  int64_t of(int64_t id) const {
    if (id < 0 || id > highest_) {
      return kNowhere;
    }
    if (!table_.empty()) {
      return table_[id];
    }
    const auto found = std::lower_bound(entries_.begin(), entries_.end(), id,
                                        [](const Entry& entry, int64_t wanted) { return entry.id < wanted; });
    return found->id == id ? found->place : kNowhere;
  }

 private:
  // A table of so many places an id takes no more memory than entries.
  static constexpr size_t kMostPerId = 2;

  void fill_table() {
    table_.assign(highest_ + 1, kNowhere);
    for (const Entry& entry : entries_) {
      if (table_[entry.id] != kNowhere) {
        throw_twice(entry.id);
      }
      table_[entry.id] = entry.place;
    }
    entries_ = std::vector<Entry>();
  }

  void order() {
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
    for (size_t i = 1; i < entries_.size(); i++) {
      if (entries_[i].id == entries_[i - 1].id) {
        throw_twice(entries_[i].id);
      }
    }
  }

  [[noreturn]] static void throw_twice(int64_t id) {
    throw std::invalid_argument("id " + std::to_string(id) + " occurs twice");
  }

  struct Entry {
    int64_t id;
    int64_t place;
  };

  std::vector<Entry> entries_;
  std::vector<int64_t> table_;
  int64_t highest_ = -1;
  size_t count_ = 0;
};

}  // namespace salver
