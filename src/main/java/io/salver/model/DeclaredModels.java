package io.salver.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** The model repository: the port that says what could serve. Blocking; thread-safe. */
public interface DeclaredModels {

  /**
   * Every model with the versions that should serve, by name.
   *
   * @throws io.salver.fault.BackendFailure when the repository itself cannot be read
   */
  List<ModelDeclaration> scan();

  /**
   * One model, read anew; absent where there is no such model.
   *
   * @throws io.salver.fault.InvalidInput when no model can have that name
   * @throws io.salver.fault.BackendFailure when the repository itself cannot be read
   */
  Optional<ModelDeclaration> find(String name);

  /**
   * Every version on disk by model, whether or not it should serve or could.
   *
   * @throws io.salver.fault.BackendFailure when the repository itself cannot be read
   */
  SortedMap<String, SortedSet<Long>> versions();

  /** Tells whether a version is what it was: alike as long as its files say the same. */
  String revision(DeclaredVersion version);
}
