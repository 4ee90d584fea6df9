/** Scales and their round steps. */

/** Return a function from values between two ends to places between two others. */
export function scale([from, to], [start, end]) {
  return (value) => start + ((value - from) / (to - from || 1)) * (end - start);
}

/** Return round values between two ends, about so many; whole ones only, if they must be. */
export function steps(from, to, about, isWhole = false) {
  const rough = (to - from) / about || 1, power = 10 ** Math.floor(Math.log10(rough));
  const nice = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough);
  const step = isWhole ? Math.max(1, Math.round(nice)) : nice;
  const found = [];
  for (let value = Math.ceil(from / step) * step; value <= to + step * 1e-9; value += step) found.push(Number(value.toPrecision(12)));
  return found;
}
