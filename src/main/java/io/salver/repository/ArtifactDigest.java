package io.salver.repository;

import io.salver.fault.BackendFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells which bytes a version is: the SHA-256 of its artefact (FIPS 180-4), in lower-case
 * hexadecimal.
 */
public final class ArtifactDigest {

  private ArtifactDigest() {}

  /**
   * Reads the whole file.
   *
   * @throws BackendFailure when it cannot be read
   */
  public static String sha256(Path artifact) {
    try (InputStream file = Files.newInputStream(artifact)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(file, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException unreadable) {
      throw new BackendFailure(
          "cannot read " + artifact.getFileName() + ": " + unreadable, unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
