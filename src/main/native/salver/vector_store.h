// The vectors and ids of a FAISS index, whatever its kind.
#pragma once

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>
#include <faiss/invlists/DirectMap.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <unordered_set>
#include <vector>

#include "places.h"

namespace salver {

// Owns a FAISS index. Inverted files keep ids themselves; the other kinds number their vectors from 0
// (FAISS' own wrapper for them, IndexIDMap, refuses search parameters), so their ids are kept here.
// Changes (add, remove) come from one thread before seal(), reads from any number after it.
class VectorStore {
 public:
  explicit VectorStore(faiss::Index* owned)
      : index_(owned),
        ivf_(dynamic_cast<faiss::IndexIVF*>(owned)),
        hnsw_(dynamic_cast<faiss::IndexHNSW*>(owned)),
        floats_(dynamic_cast<const faiss::IndexFlat*>(hnsw_ ? hnsw_->storage : owned)),
        float_cells_(dynamic_cast<const faiss::IndexIVFFlat*>(owned) != nullptr) {}

  faiss::Index& index() const { return *index_; }
  faiss::IndexIVF* ivf() const { return ivf_; }
  faiss::IndexHNSW* hnsw() const { return hnsw_; }
  const faiss::Index& flat_part() const { return hnsw_ ? *hnsw_->storage : *index_; }
  const std::vector<int64_t>& ids() const { return ids_; }

  void add(int64_t count, const float* vectors, const int64_t* ids) {
    if (ivf_) {
      index_->add_with_ids(count, vectors, ids);
      return;
    }
    ids_.reserve(ids_.size() + count);
    index_->add(count, vectors);
    ids_.insert(ids_.end(), ids, ids + count);
  }

  int64_t remove(int64_t count, const int64_t* ids) {
    const std::unordered_set<int64_t> doomed(ids, ids + count);
    if (ivf_) {
      return index_->remove_ids(Doomed(doomed, nullptr));
    }
    const int64_t removed = index_->remove_ids(Doomed(doomed, ids_.data()));
    ids_.erase(std::remove_if(ids_.begin(), ids_.end(), [&](int64_t id) { return doomed.count(id) > 0; }),
               ids_.end());
    return removed;
  }

  // Learns where each id lies; throws when an id occurs twice.
  void seal() {
    places_.clear();
    places_.reserve(index_->ntotal);
    if (ivf_) {
      for (size_t cell = 0; cell < ivf_->nlist; cell++) {
        put_cell(cell);
      }
    } else {
      for (size_t position = 0; position < ids_.size(); position++) {
        places_.put(ids_[position], position);
      }
    }
    places_.seal();
  }

  int64_t place_of(int64_t id) const { return places_.of(id); }

  // The vector at that place: where it lies when it is stored as floats, else decoded into scratch.
  const float* vector_at(int64_t place, float* scratch) const {
    if (floats_) {
      return floats_->get_xb() + place * index_->d;
    }
    if (!ivf_) {
      flat_part().reconstruct(place, scratch);
      return scratch;
    }
    const uint64_t cell = faiss::lo_listno(place);
    const uint64_t offset = faiss::lo_offset(place);
    if (float_cells_) {
      return reinterpret_cast<const float*>(ivf_->invlists->get_codes(cell)) + offset * index_->d;
    }
    ivf_->reconstruct_from_offset(cell, offset, scratch);
    return scratch;
  }

  // Appends the ids kept here, then FAISS' own format.
  void append_to(FILE* file) const {
    const uint64_t count = ids_.size();
    if (fwrite(&count, sizeof count, 1, file) != 1 ||
        fwrite(ids_.data(), sizeof(int64_t), ids_.size(), file) != ids_.size()) {
      throw std::runtime_error("cannot write the ids");
    }
    faiss::FileIOWriter writer(file);
    faiss::write_index(index_.get(), &writer);
  }

  // Reads what append_to wrote, from the file's position on.
  static std::unique_ptr<VectorStore> read_from(FILE* file, uint64_t bytes) {
    uint64_t count = 0;
    if (fread(&count, sizeof count, 1, file) != 1 || count > bytes / sizeof(int64_t)) {
      throw std::runtime_error("cannot read the ids");
    }
    std::vector<int64_t> ids(count);
    if (fread(ids.data(), sizeof(int64_t), count, file) != count) {
      throw std::runtime_error("cannot read the ids");
    }
    faiss::FileIOReader reader(file);
    auto store = std::make_unique<VectorStore>(faiss::read_index(&reader));
    if (!store->ivf_ && count != static_cast<uint64_t>(store->index_->ntotal)) {
      throw std::runtime_error("there are not as many ids as vectors");
    }
    store->ids_ = std::move(ids);
    store->seal();
    return store;
  }

 private:
  // Selects a set of ids, by themselves or by sequential number.
  class Doomed final : public faiss::IDSelector {
   public:
    Doomed(const std::unordered_set<int64_t>& set, const int64_t* ids) : set_(set), ids_(ids) {}
    bool is_member(idx_t key) const override { return set_.count(ids_ ? ids_[key] : key) > 0; }

   private:
    const std::unordered_set<int64_t>& set_;
    const int64_t* const ids_;
  };

  void put_cell(size_t cell) {
    const size_t size = ivf_->invlists->list_size(cell);
    const faiss::InvertedLists::ScopedIds ids(ivf_->invlists, cell);
    for (size_t offset = 0; offset < size; offset++) {
      places_.put(ids[offset], faiss::lo_build(cell, offset));
    }
  }

  std::unique_ptr<faiss::Index> index_;
  faiss::IndexIVF* const ivf_;
  faiss::IndexHNSW* const hnsw_;
  const faiss::IndexFlat* const floats_;
  const bool float_cells_;
  std::vector<int64_t> ids_;
  Places places_;
};

}  // namespace salver
