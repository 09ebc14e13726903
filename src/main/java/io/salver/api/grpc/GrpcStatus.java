package io.salver.api.grpc;

import io.grpc.Status;
import io.salver.api.Failures;
import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.Forbidden;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.fault.RateLimited;
import io.salver.fault.TooLarge;
import io.salver.fault.TooSlow;
import io.salver.fault.Unauthenticated;
import io.salver.fault.Unsupported;

/** The gRPC status of every fault. */
public final class GrpcStatus {

  private GrpcStatus() {}

  /** The status, with the fault's text. */
  public static Status of(Fault fault) {
    return code(fault).toStatus().withDescription(fault.explanation());
  }

  /** The status of whatever was thrown; only the texts of faults reach the client. */
  public static Status of(Throwable failure) {
    return of(Failures.fault(failure));
  }

  private static Status.Code code(Fault fault) {
    return switch (fault) {
      case InvalidInput _ -> Status.Code.INVALID_ARGUMENT;
      case Unauthenticated _ -> Status.Code.UNAUTHENTICATED;
      case Forbidden _ -> Status.Code.PERMISSION_DENIED;
      case RateLimited _ -> Status.Code.RESOURCE_EXHAUSTED;
      case NotFound _ -> Status.Code.NOT_FOUND;
      case TooLarge _ -> Status.Code.RESOURCE_EXHAUSTED;
      case TooSlow _ -> Status.Code.DEADLINE_EXCEEDED;
      case Cancelled _ -> Status.Code.CANCELLED;
      case BackendFailure _ -> Status.Code.INTERNAL;
      case Unsupported _ -> Status.Code.UNIMPLEMENTED;
      case NotReady _ -> Status.Code.UNAVAILABLE;
      case Overloaded _ -> Status.Code.UNAVAILABLE;
      case DeadlineExceeded _ -> Status.Code.DEADLINE_EXCEEDED;
    };
  }
}
