package io.salver.routing;

import java.nio.charset.StandardCharsets;

/**
 * Where a key falls. Written down here so that anybody can compute it elsewhere: FNV-1a in 64 bits
 * over the UTF-8 of the salt, a zero byte and the UTF-8 of the key; mixed by the last steps of
 * SplitMix64; the high half of its unsigned product with the number of slots. Different salts give
 * independent places. Stateless.
 */
final class KeyHash {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int BYTE = 0xFF;

  private KeyHash() {}

  /** A slot from 0 to {@link Slots#COUNT}, exclusive. */
  static int slot(String salt, String key) {
    return (int) Math.unsignedMultiplyHigh(of(salt, key), Slots.COUNT);
  }

  /** All 64 bits. */
  static long of(String salt, String key) {
    long hash = add(FNV_OFFSET, salt);
    return mix(add(hash * FNV_PRIME, key));
  }

  private static long add(long hash, String text) {
    long sum = hash;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      sum = (sum ^ (each & BYTE)) * FNV_PRIME;
    }
    return sum;
  }

  private static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
