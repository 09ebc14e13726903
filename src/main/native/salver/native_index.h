// A FAISS index behind plain pointers: what io.salver.vector.faiss.binding binds.
//
// Callers check arguments; a failure of FAISS arrives as std::exception. Building (copy, train, add,
// seal) is for one thread; afterwards any number of threads search and reconstruct at once.
#pragma once

#include <faiss/IndexScalarQuantizer.h>
#include <faiss/index_factory.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

#include "searcher.h"
#include "threads.h"
#include "vector_store.h"

namespace salver {

class NativeIndex {
 public:
  // An empty index; inner_product: else the squared Euclidean distance.
  NativeIndex(int dimension, bool inner_product, const char* description)
      : store_(std::make_unique<VectorStore>(faiss::index_factory(
            dimension, description, inner_product ? faiss::METRIC_INNER_PRODUCT : faiss::METRIC_L2))) {
    if (store_->ivf()) {
      store_->ivf()->nprobe = std::min<size_t>(kDefaultCells, store_->ivf()->nlist);
      store_->ivf()->cp.min_points_per_centroid = 1;  // FAISS would complain on stderr
    } else if (store_->hnsw()) {
      store_->hnsw()->hnsw.efSearch = kDefaultCandidates;
    }
  }

  // The index in those bytes of a file that append() wrote.
  NativeIndex(const char* path, int64_t offset, int64_t bytes) {
    const File file(path, "rb");
    if (fseeko(file.get(), offset, SEEK_SET) != 0) {
      throw std::runtime_error("cannot seek");
    }
    store_ = VectorStore::read_from(file.get(), bytes);
  }

  NativeIndex(const NativeIndex&) = delete;
  NativeIndex& operator=(const NativeIndex&) = delete;

  void append(const char* path) const {
    File file(path, "ab");
    store_->append_to(file.get());
    file.close();
  }

  // The index itself, for measuring it alone; ids of flat and graph indexes are not in it.
  const faiss::Index& unwrapped() const { return store_->index(); }

  int dimension() const { return store_->index().d; }
  bool inner_product() const { return store_->index().metric_type == faiss::METRIC_INNER_PRODUCT; }
  int64_t size() const { return store_->index().ntotal - store_->holes(); }
  bool trained() const { return store_->index().is_trained; }

  // Its kind as index_factory would be told it; "?" for a part that is not known.
  std::string description() const {
    if (store_->ivf()) {
      return "IVF" + std::to_string(store_->ivf()->nlist) + "," + codes(store_->index());
    }
    if (store_->hnsw()) {
      return "HNSW" + std::to_string(store_->hnsw()->hnsw.nb_neighbors(1)) + "," + codes(store_->flat_part());
    }
    return codes(store_->index());
  }

  void train(int64_t count, const float* vectors, int threads) {
    const BuildScope scope(threads);
    store_->index().train(count, vectors);
  }

  void add(int64_t count, const float* vectors, const int64_t* ids, int threads) {
    const BuildScope scope(threads);
    store_->add(count, vectors, ids);
  }

  // Becomes a copy of source, an index of the same kind, without the ids that are not kept (words of
  // 64 bits). This one must be empty.
  void copy(const NativeIndex* source, const int64_t* kept, int64_t kept_limit) {
    store_->copy(*source->store_, IdFilter(kept, kept_limit));
  }

  void seal() { store_->seal(); }

  // Fills [count, k] distances and ids; filter: words of 64 bits, or null; effort 0: the index's own.
  // False when it failed: failure() then says why to the same thread. It does not throw because the
  // caller holds Java arrays in place, and must give them back before it makes a Java exception.
  bool search(int64_t count, const float* queries, int64_t k, int effort, const int64_t* filter, int64_t filter_limit,
              int threads, float* distances, int64_t* ids) const noexcept {
    try {
      const ThreadScope scope(threads);
      const IdFilter allowed(filter, filter_limit);
      Searcher(*store_, k, effort, filter ? &allowed : nullptr).search(count, queries, distances, ids);
      return true;
    } catch (const std::exception& e) {
      fail(e.what());
    } catch (...) {
      fail("an exception of an unknown type");
    }
    return false;
  }

  // Scores the vectors in count slots, higher is nearer: blocks are addresses of 2^block_shift vectors
  // each. It cannot fail.
  static void score(const float* query, int dimension, bool inner_product, const int64_t* blocks, int block_shift,
                    const int32_t* slots, int count, float* scores) noexcept {
    const int mask = (1 << block_shift) - 1;
    const auto vector = [&](int i) {
      return reinterpret_cast<const float*>(blocks[slots[i] >> block_shift]) +
             static_cast<size_t>(slots[i] & mask) * dimension;
    };
    for (int i = 0; i < count; i++) {
      if (i + kPrefetch < count) {
        const char* next = reinterpret_cast<const char*>(vector(i + kPrefetch));
        for (int line = 0; line < dimension; line += kLineFloats) {
          __builtin_prefetch(next + line * sizeof(float));
        }
      }
      scores[i] = inner_product ? faiss::fvec_inner_product(query, vector(i), dimension)
                                : -faiss::fvec_L2sqr(query, vector(i), dimension);
    }
  }

  // Why the last search of the calling thread failed.
  static std::string failure() { return last_failure(); }

  // Fills vector, [dimension], and tells whether there is such an id.
  bool reconstruct(int64_t id, float* vector) const {
    const int64_t place = store_->place_of(id);
    if (place == Places::kNowhere) {
      return false;
    }
    const float* stored = store_->vector_at(place, vector);
    if (stored != vector) {
      std::copy_n(stored, dimension(), vector);
    }
    return true;
  }

 private:
  static constexpr size_t kDefaultCells = 16;
  static constexpr int kDefaultCandidates = 128;
  static constexpr int kPrefetch = 6;  // vectors ahead
  static constexpr int kLineFloats = 16;

  static std::string& last_failure() {
    thread_local std::string text;
    return text;
  }

  static void fail(const char* text) noexcept {
    try {
      last_failure() = text;
    } catch (...) {
      last_failure().clear();
    }
  }

  // An open file; failing to close what was written is a failure to write.
  class File {
   public:
    File(const char* path, const char* mode) : file_(fopen(path, mode)) {
      if (!file_) {
        throw std::runtime_error(std::string("cannot open the file: ") + strerror(errno));
      }
    }
    ~File() {
      if (file_) {
        fclose(file_);
      }
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    FILE* get() const { return file_; }
    void close() {
      FILE* closing = file_;
      file_ = nullptr;
      if (fclose(closing) != 0) {
        throw std::runtime_error(std::string("cannot write the file: ") + strerror(errno));
      }
    }

   private:
    FILE* file_;
  };

  static std::string codes(const faiss::Index& index) {
    if (dynamic_cast<const faiss::IndexFlat*>(&index) || dynamic_cast<const faiss::IndexIVFFlat*>(&index)) {
      return "Flat";
    }
    if (const auto* quantized = dynamic_cast<const faiss::IndexScalarQuantizer*>(&index)) {
      return scalar(quantized->sq);
    }
    if (const auto* quantized = dynamic_cast<const faiss::IndexIVFScalarQuantizer*>(&index)) {
      return scalar(quantized->sq);
    }
    return "?";
  }

  static std::string scalar(const faiss::ScalarQuantizer& quantizer) {
    switch (quantizer.qtype) {
      case faiss::ScalarQuantizer::QT_8bit:
        return "SQ8";
      case faiss::ScalarQuantizer::QT_6bit:
        return "SQ6";
      case faiss::ScalarQuantizer::QT_4bit:
        return "SQ4";
      case faiss::ScalarQuantizer::QT_fp16:
        return "SQfp16";
      default:
        return "?";
    }
  }

  std::unique_ptr<VectorStore> store_;
};

}  // namespace salver
