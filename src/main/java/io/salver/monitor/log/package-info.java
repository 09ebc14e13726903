/**
 * The prediction log: what models were asked and answered, sampled and without what must not be
 * kept, for audits and for training again. It never slows serving: what finds no room is dropped
 * and counted, in a ledger whose sum holds.
 */
@NullMarked
package io.salver.monitor.log;

import org.jspecify.annotations.NullMarked;
