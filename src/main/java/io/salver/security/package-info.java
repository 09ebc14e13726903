/**
 * Who may do what: credentials become a {@link io.salver.security.Principal} with roles and models,
 * and {@link io.salver.security.Gate} decides. The JDK only; how credentials and actions look on
 * the wire is the protocols' matter, and tokens are read by {@code security.jose}.
 */
@NullMarked
package io.salver.security;

import org.jspecify.annotations.NullMarked;
