// The vectors and ids of a FAISS index, whatever its kind.
#pragma once

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/clone_index.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>
#include <faiss/invlists/DirectMap.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <vector>

#include "id_filter.h"
#include "places.h"

namespace salver {

// Owns a FAISS index. Inverted files keep ids themselves; the other kinds number their vectors from 0
// (FAISS' own wrapper for them, IndexIDMap, refuses search parameters), so their ids are kept here.
// Changes (copy, add) come from one thread before seal(), reads from any number after it.
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
  // The id of each vector by its sequential number, kHole for none; empty for an inverted file.
  const std::vector<int64_t>& ids() const { return ids_; }
  // How many vectors there are no longer, though a graph keeps them. Known once it is sealed.
  int64_t holes() const { return holes_; }

  void add(int64_t count, const float* vectors, const int64_t* ids) {
    if (ivf_) {
      index_->add_with_ids(count, vectors, ids);
      return;
    }
    ids_.reserve(ids_.size() + count);
    index_->add(count, vectors);
    ids_.insert(ids_.end(), ids, ids + count);
  }

  // Becomes a copy of source, which is of the same kind, without the ids that are not kept; a graph
  // keeps those as holes. This one must be empty. source is only read.
  void copy(const VectorStore& source, const IdFilter& kept) {
    if (hnsw_) {
      copy_graph(source, kept);
    } else if (ivf_) {
      copy_cells(source, kept);
    } else {
      copy_codes(source, kept);
    }
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
        if (ids_[position] != kHole) {
          places_.put(ids_[position], position);
        }
      }
    }
    holes_ = index_->ntotal - places_.count();
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
  static constexpr int64_t kHole = -1;

  void copy_graph(const VectorStore& source, const IdFilter& kept) {
    *this = VectorStore(clone(*source.hnsw_).release());
    ids_ = source.ids_;
    for (int64_t& id : ids_) {
      id = kept.is_member(id) ? id : kHole;
    }
  }

  // FAISS' own clone forgets of which kind the graph is, and so cannot be written.
  static std::unique_ptr<faiss::IndexHNSW> clone(const faiss::IndexHNSW& graph) {
    std::unique_ptr<faiss::IndexHNSW> copy;
    if (const auto* flat = dynamic_cast<const faiss::IndexHNSWFlat*>(&graph)) {
      copy = shallow(*flat);
    } else {
      copy = shallow(dynamic_cast<const faiss::IndexHNSWSQ&>(graph));
    }
    copy->storage = faiss::clone_index(graph.storage);
    copy->own_fields = true;
    return copy;
  }

  template <typename Graph>
  static std::unique_ptr<Graph> shallow(const Graph& graph) {
    auto copy = std::make_unique<Graph>(graph);
    copy->own_fields = false;
    return copy;
  }

  void copy_cells(const VectorStore& source, const IdFilter& kept) {
    const auto& centroids = dynamic_cast<const faiss::IndexFlat&>(*source.ivf_->quantizer);
    ivf_->quantizer->reset();
    ivf_->quantizer->add(centroids.ntotal, centroids.get_xb());
    copy_codec<faiss::IndexIVFScalarQuantizer>(source);
    ivf_->is_trained = true;
    auto& lists = dynamic_cast<faiss::ArrayInvertedLists&>(*ivf_->invlists);
    for (size_t cell = 0; cell < ivf_->nlist; cell++) {
      copy_kept(source.ivf_->invlists->get_ids(cell), source.ivf_->invlists->list_size(cell),
                source.ivf_->invlists->get_codes(cell), ivf_->code_size, kept, lists.ids[cell], lists.codes[cell]);
      ivf_->ntotal += lists.ids[cell].size();
    }
  }

  void copy_codes(const VectorStore& source, const IdFilter& kept) {
    const auto& from = dynamic_cast<const faiss::IndexFlatCodes&>(*source.index_);
    auto& to = dynamic_cast<faiss::IndexFlatCodes&>(*index_);
    copy_codec<faiss::IndexScalarQuantizer>(source);
    to.is_trained = from.is_trained;
    copy_kept(source.ids_.data(), source.ids_.size(), from.codes.data(), from.code_size, kept, ids_, to.codes);
    to.ntotal = ids_.size();
  }

  template <typename Quantized>
  void copy_codec(const VectorStore& source) {
    if (auto* to = dynamic_cast<Quantized*>(index_.get())) {
      to->sq = dynamic_cast<const Quantized&>(*source.index_).sq;
    }
  }

  // Appends runs of kept vectors as wholes.
  static void copy_kept(const int64_t* ids, size_t count, const uint8_t* codes, size_t code_size, const IdFilter& kept,
                        std::vector<int64_t>& to_ids, std::vector<uint8_t>& to_codes) {
    to_ids.reserve(count + count / 16);
    to_codes.reserve((count + count / 16) * code_size);
    for (size_t from = 0; from < count;) {
      size_t to = from;
      while (to < count && kept.is_member(ids[to])) {
        to++;
      }
      to_ids.insert(to_ids.end(), ids + from, ids + to);
      to_codes.insert(to_codes.end(), codes + from * code_size, codes + to * code_size);
      from = to + 1;
    }
  }

  void put_cell(size_t cell) {
    const size_t size = ivf_->invlists->list_size(cell);
    const faiss::InvertedLists::ScopedIds ids(ivf_->invlists, cell);
    for (size_t offset = 0; offset < size; offset++) {
      places_.put(ids[offset], faiss::lo_build(cell, offset));
    }
  }

  std::unique_ptr<faiss::Index> index_;
  faiss::IndexIVF* ivf_;
  faiss::IndexHNSW* hnsw_;
  const faiss::IndexFlat* floats_;
  bool float_cells_;
  std::vector<int64_t> ids_;
  int64_t holes_ = 0;
  Places places_;
};

}  // namespace salver
