// Numbers as people read them.

/** At most four significant digits, without needless zeros. */
export function number(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return "–";
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) {
    return value.toExponential(2);
  }
  return size >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(4)));
}

export function percent(share) {
  return share === null || share === undefined ? "–" : `${number(share * 100)} %`;
}

/** Milliseconds. */
export function millis(nanos) {
  return Number.isFinite(nanos) ? `${number(nanos / 1e6)} ms` : "–";
}

/** A time of today by the clock, others with their day. */
export function time(instant) {
  const at = new Date(instant);
  return at.toDateString() === new Date().toDateString() ? at.toLocaleTimeString() : at.toLocaleString();
}
