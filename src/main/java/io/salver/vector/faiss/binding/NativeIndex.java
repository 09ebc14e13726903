package io.salver.vector.faiss.binding;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.CriticalRegion;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Namespace;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.StdString;
import org.jspecify.annotations.Nullable;

/**
 * The C++ class {@code salver::NativeIndex} of {@code src/main/native/salver/native_index.h}, one
 * method each; that header says what they do. A C++ exception arrives as {@link RuntimeException}.
 *
 * <p>Nothing is checked here: buffers and arrays must have the sizes that the header names, and
 * buffers must be direct (of a slice of an array JavaCPP would free the wrong address). A search
 * works on Java's arrays in place. The owner calls {@link #deallocate()} exactly once, after every
 * other call has returned.
 */
@Platform(
    include = "salver/native_index.h",
    compiler = "cpp17",
    link = {"quadmath", "gfortran", "openblas", "faiss"},
    library = "salver-faiss")
@Namespace("salver")
@Name("NativeIndex")
public final class NativeIndex extends Pointer {

  static {
    Loader.load(NativeIndex.class);
  }

  /** An empty index. */
  public NativeIndex(int dimension, boolean innerProduct, String description) {
    allocate(dimension, innerProduct, description);
  }

  /** The index in those bytes of a file. */
  public NativeIndex(String path, long offset, long bytes) {
    allocate(path, offset, bytes);
  }

  private native void allocate(
      int dimension, @Cast("bool") boolean innerProduct, String description);

  private native void allocate(String path, long offset, long bytes);

  public native void append(String path);

  public native int dimension();

  @Name("inner_product")
  public native @Cast("bool") boolean innerProduct();

  public native long size();

  public native @Cast("bool") boolean trained();

  public native @StdString String description();

  public native void train(long count, @Const FloatBuffer vectors, int threads);

  public native void add(
      long count, @Const FloatBuffer vectors, @Cast("const int64_t*") long[] ids, int threads);

  public native void copy(NativeIndex source, @Cast("const int64_t*") long[] kept, long keptLimit);

  public native void seal();

  /** Searches with queries in direct memory. */
  @CriticalRegion
  @NoException
  public native @Cast("bool") boolean search(
      long count,
      @Const FloatBuffer queries,
      long k,
      int effort,
      @Cast("const int64_t*") long @Nullable [] filter,
      long filterLimit,
      int threads,
      float[] distances,
      @Cast("int64_t*") long[] ids);

  /** Searches with queries on the heap. */
  @CriticalRegion
  @NoException
  public native @Cast("bool") boolean search(
      long count,
      @Const float[] queries,
      long k,
      int effort,
      @Cast("const int64_t*") long @Nullable [] filter,
      long filterLimit,
      int threads,
      float[] distances,
      @Cast("int64_t*") long[] ids);

  public static native @StdString String failure();

  /** Scores vectors at chosen places of native memory. */
  @CriticalRegion
  @NoException
  public static native void score(
      @Const float[] query,
      int dimension,
      @Cast("bool") boolean innerProduct,
      @Cast("const int64_t*") long[] blocks,
      int blockShift,
      @Const int[] slots,
      int count,
      float[] scores);

  public native @Cast("bool") boolean reconstruct(long id, float[] vector);
}
