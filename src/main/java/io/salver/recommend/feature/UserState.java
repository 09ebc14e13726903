package io.salver.recommend.feature;

import io.salver.fault.BackendFailure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a query's tensors need to know of the user and the moment, already encoded. Immutable; the
 * arrays are not copied and must not change.
 *
 * @param identity the user's code
 * @param history rows of the last items that are in the catalogue, oldest first
 * @param historyCodes identity codes of the last items that the models know, oldest first
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one request, never compared
public record UserState(
    int identity,
    int[] history,
    int[] historyCodes,
    Map<String, int[]> codes,
    Map<String, Float> numbers) {

  /** Nobody at no moment; what the item tower is run with. */
  public static final UserState NONE = new UserState(0, new int[0], new int[0], Map.of(), Map.of());

  int[] codes(Feature.Categorical feature) {
    return present(codes.get(feature.name()), feature);
  }

  float number(Feature.Scaled feature) {
    return present(numbers.get(feature.name()), feature);
  }

  private static <T> T present(@Nullable T encoded, Feature feature) {
    if (encoded == null) {
      throw new BackendFailure("feature '" + feature.name() + "' is not one of user or context");
    }
    return encoded;
  }
}
