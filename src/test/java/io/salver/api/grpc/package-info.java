@NullMarked
package io.salver.api.grpc;

import org.jspecify.annotations.NullMarked;
