/**
 * V2 over gRPC. Inference has a marshaller of its own, which reads tensors from Netty's buffers
 * straight into direct memory; every other call uses the generated messages.
 */
@NullMarked
package io.salver.api.grpc;

import org.jspecify.annotations.NullMarked;
