package engine.traffic;

import io.grpc.MethodDescriptor;
import java.util.List;

/**
 * One kind of request as users send it, prepared for both protocols; its requests are sent in turn.
 *
 * @param rest whole HTTP requests
 * @param grpc messages of {@code method}
 */
record Workload(
    String name, List<byte[]> rest, List<byte[]> grpc, MethodDescriptor<byte[], byte[]> method) {}
