/**
 * Tokens that an issuer of OpenID Connect signed, and the issuer's keys: the only importer of
 * jose4j.
 */
@NullMarked
package io.salver.security.jose;

import org.jspecify.annotations.NullMarked;
