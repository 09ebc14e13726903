package io.salver.tensor;

import io.salver.fault.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;

/**
 * Tensors by name, in the order they were given. Immutable; owns no memory (see {@link
 * TensorScope}).
 */
public final class Tensors {

  private final SequencedMap<String, Tensor> byName;

  private Tensors(SequencedMap<String, Tensor> byName) {
    this.byName = byName;
  }

  public static Tensors of(String name, Tensor tensor) {
    return new Builder().put(name, tensor).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  public int size() {
    return byName.size();
  }

  public List<String> names() {
    return List.copyOf(byName.sequencedKeySet());
  }

  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The tensor of that name; asking for one that is absent is a programming error. */
  public Tensor get(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalArgumentException("no tensor named " + name + " among " + names()));
  }

  /** The dense tensor of that name. */
  public Tensor.Dense dense(String name) {
    if (get(name) instanceof Tensor.Dense dense) {
      return dense;
    }
    throw new IllegalArgumentException("tensor " + name + " is not dense");
  }

  /** Visits every tensor in order. */
  public void forEach(BiConsumer<String, Tensor> action) {
    for (Map.Entry<String, Tensor> entry : byName.entrySet()) {
      action.accept(entry.getKey(), entry.getValue());
    }
  }

  /** The tensors of these names, in that order. Every name must be present. */
  public Tensors only(List<String> names) {
    Builder selected = builder();
    for (String name : names) {
      selected.put(name, get(name));
    }
    return selected.build();
  }

  /** Bytes of all elements; of strings their own, without what holds them. */
  public long bytes() {
    long bytes = 0;
    for (Tensor tensor : byName.values()) {
      bytes +=
          switch (tensor) {
            case Tensor.Dense dense -> dense.data().limit();
            case Tensor.Strings strings -> strings.bytes();
          };
    }
    return bytes;
  }

  /**
   * The same in memory of {@code scope}; strings are shared and counted there.
   *
   * @throws io.salver.fault.Overloaded when the scopes together would hold too much
   */
  public Tensors copiedInto(TensorScope scope) {
    Builder copies = builder();
    forEach((name, tensor) -> copies.put(name, tensor.copiedInto(scope)));
    return copies.build();
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    forEach((name, tensor) -> parts.add(name + ": " + tensor.dataType() + tensor.shape()));
    return parts.toString();
  }

  /** Collects tensors; not thread-safe. */
  public static final class Builder {

    private final SequencedMap<String, Tensor> byName = new LinkedHashMap<>();

    /**
     * Adds a tensor.
     *
     * @throws InvalidInput when the name was given before
     */
    public Builder put(String name, Tensor tensor) {
      if (byName.putIfAbsent(name, tensor) != null) {
        throw new InvalidInput("tensor '" + name + "' was given twice");
      }
      return this;
    }

    public Tensors build() {
      return new Tensors(new LinkedHashMap<>(byName));
    }
  }
}
