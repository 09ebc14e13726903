package io.salver.security;

/** What a request says of who asks. None of them tells its secret in its text. */
public sealed interface Credential {

  /** Nothing. */
  record None() implements Credential {}

  /** A key of this service; the text is whatever came and may be none. */
  record Key(String text) implements Credential {

    @Override
    public String toString() {
      return "a key";
    }
  }

  /** A token that an issuer signed. */
  record Token(String text) implements Credential {

    @Override
    public String toString() {
      return "a token";
    }
  }

  /**
   * The client's certificate, which the transport has verified.
   *
   * @param subject its distinguished name, as RFC 2253 writes it
   */
  record Certificate(String subject) implements Credential {}

  /** More than one of them, or one that cannot be read. */
  record Unreadable(String why) implements Credential {}
}
