package io.salver.api;

/** Asks for texts by one protocol. */
public interface CompletionClient {

  /** The texts once they are whole. */
  CompletionAnswer whole(CompletionCase request);

  /** The same, put together from the pieces of a stream. */
  CompletionAnswer streamed(CompletionCase request);

  /** The status of this protocol. */
  String status(CompletionCase.Expected.Refusal refusal);
}
