package io.salver.vector.faiss;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotFound;
import io.salver.model.NativeHandles;
import io.salver.model.UseCount;
import io.salver.vector.IdFilter;
import io.salver.vector.IndexSpec;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndex;
import io.salver.vector.faiss.binding.NativeIndex;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A FAISS index in service. It owns the native index and frees it once, when it is closed and the
 * last search has left. Searches run on the calling thread alone, whatever OpenMP is set to: under
 * load one thread per query is best.
 *
 * <p>A filter never starves the answer: it holds as many neighbours as the filter allows, at most
 * {@code k}. To that end the effort grows as the share of allowed vectors shrinks, and where few
 * are allowed they are scanned instead of the index.
 */
final class FaissIndex implements VectorIndex {

  private static final int SEARCH_THREADS = 1;

  private final IndexSpec spec;
  private final NativeIndex index;
  private final NativeHandles handles;
  private final UseCount uses = new UseCount();
  private final long size;

  /**
   * Takes over {@code index}, which is sealed, and counts it among {@code handles} while it lives.
   */
  FaissIndex(IndexSpec spec, NativeIndex index, NativeHandles handles) {
    this.spec = spec;
    this.index = index;
    this.handles = handles;
    this.size = index.size();
    handles.opened(NativeHandles.Kind.INDEX);
  }

  @Override
  public IndexSpec spec() {
    return spec;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public List<Neighbors> search(FloatBuffer queries, SearchRequest request) {
    enter();
    try {
      int count = spec.countOf(queries);
      int k = (int) Math.min(request.k(), size);
      if (k == 0) {
        return Collections.nCopies(count, FoundRows.NOTHING);
      }
      List<Neighbors> results = new ArrayList<>(count);
      int rows = FoundRows.rowsAtOnce(k);
      for (int from = 0; from < count; from += rows) {
        search(queries, from, new FoundRows(Math.min(rows, count - from), k), request, results);
      }
      return results;
    } finally {
      leave();
    }
  }

  private void search(
      FloatBuffer queries, int from, FoundRows found, SearchRequest request, List<Neighbors> to) {
    int offset = queries.position() + from * spec.dimension();
    int length = found.rows() * spec.dimension();
    boolean succeeded;
    if (NativeFloats.areUsable(queries)) {
      succeeded = found.fill(index, queries.slice(offset, length), request, SEARCH_THREADS);
    } else {
      float[] copy = new float[length];
      queries.get(offset, copy);
      succeeded = found.fill(index, copy, request, SEARCH_THREADS);
    }
    if (!succeeded) {
      throw new BackendFailure("FAISS failed to search: " + NativeIndex.failure());
    }
    found.appendTo(to, spec.metric());
  }

  @Override
  public float[] reconstruct(long id) {
    enter();
    try {
      float[] vector = new float[spec.dimension()];
      if (!index.reconstruct(id, vector)) {
        throw new NotFound("the index holds no vector with id " + id);
      }
      return vector;
    } finally {
      leave();
    }
  }

  /** Appends the native bytes to a file. */
  void appendTo(Path file) {
    enter();
    try {
      FaissFailures.translate("write the index", () -> index.append(file.toString()));
    } finally {
      leave();
    }
  }

  /** Makes {@code target}, which is empty and of the same spec, a copy with the kept ids. */
  void copyTo(NativeIndex target, IdFilter kept) {
    enter();
    try {
      FaissFailures.translate(
          "copy the index", () -> target.copy(index, kept.words(), kept.limit()));
    } finally {
      leave();
    }
  }

  @Override
  public void close() {
    if (uses.close()) {
      free();
    }
  }

  private void enter() {
    if (!uses.enter()) {
      throw new IllegalStateException("the index is closed");
    }
  }

  private void leave() {
    if (uses.leave()) {
      free();
    }
  }

  private void free() {
    index.deallocate();
    handles.closed(NativeHandles.Kind.INDEX);
  }
}
