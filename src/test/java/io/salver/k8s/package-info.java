/** The manifests: rendered, read strictly, and held against what the service does. */
@NullMarked
package io.salver.k8s;

import org.jspecify.annotations.NullMarked;
