package io.salver.api.grpc;

import io.grpc.Metadata;
import io.salver.serving.ArmName;
import io.salver.serving.Caller;
import io.salver.serving.Following;
import java.util.List;
import java.util.Optional;

/**
 * Arms of rollouts as gRPC carries them: the metadata of a call is what its caller says of himself,
 * and the entry {@value #ENTRY} of an answer names the arms that gave it. Stateless.
 */
final class ArmMetadata {

  /** In metadata, and in the parameters of the answers of a stream, which share their metadata. */
  static final String ENTRY = "x-salver-arm";

  private static final Metadata.Key<String> KEY = key(ENTRY);

  private ArmMetadata() {}

  /** Who sends that metadata. */
  static Caller caller(Metadata headers) {
    return name -> value(headers, name);
  }

  /** Has {@code answer} name its arms, where there are any. */
  static void put(Metadata answer, Following following) {
    List<ArmName> arms = following.arms();
    if (!arms.isEmpty()) {
      answer.put(KEY, ArmName.text(arms));
    }
  }

  private static Optional<String> value(Metadata headers, String name) {
    try {
      return Optional.ofNullable(headers.get(key(name)));
    } catch (IllegalArgumentException noKey) {
      return Optional.empty(); // no metadata can have that name
    }
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
