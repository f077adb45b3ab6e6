// Exact numbers: whole ones are BigInts, others {top, bottom} in lowest terms, bottom > 1.
"use strict";
var explain = window.explain || {};

explain.exact = (function () {
  const top = (x) => (typeof x === "bigint" ? x : x.top);
  const bottom = (x) => (typeof x === "bigint" ? 1n : x.bottom);

  function gcd(a, b) {
    a = a < 0n ? -a : a;
    while (b) [a, b] = [b, a % b];
    return a;
  }

  function ratio(a, b) {
    if (b === 0n) throw new RangeError("division by zero");
    if (b < 0n) [a, b] = [-a, -b];
    const common = gcd(a, b) || 1n;
    return b === common ? a / b : { top: a / common, bottom: b / common };
  }

  // Division that rounds down: BigInt's own cuts off towards zero.
  function floorDivided(a, b) {
    const cut = a / b;
    return a % b !== 0n && a < 0n !== b < 0n ? cut - 1n : cut;
  }

  const add = (x, y) =>
    typeof x === "bigint" && typeof y === "bigint"
      ? x + y
      : ratio(top(x) * bottom(y) + top(y) * bottom(x), bottom(x) * bottom(y));
  const times = (x, y) =>
    typeof x === "bigint" && typeof y === "bigint" ? x * y : ratio(top(x) * top(y), bottom(x) * bottom(y));
  const compare = (x, y) => {
    const off = top(x) * bottom(y) - top(y) * bottom(x);
    return off < 0n ? -1 : off > 0n ? 1 : 0;
  };
  const floor = (x) => floorDivided(top(x), bottom(x));

  // As printed tables round: small numbers in full, others to leading digits, halves up.
  function rounded(x) {
    const whole = floor(add(x, ratio(1n, 2n)));
    if (whole < BigInt(explain.rules.inFullBelow)) return whole;
    const step = 10n ** BigInt(String(whole).length - explain.rules.leadingDigits);
    return floorDivided(2n * whole + step, 2n * step) * step;
  }

  return {
    number: (a, b = 1n) => ratio(a, b),
    minus: (x) => times(-1n, x),
    sum: (...terms) => terms.reduce(add, 0n),
    product: (...factors) => factors.reduce(times, 1n),
    quotient: (x, y) => ratio(top(x) * bottom(y), bottom(x) * top(y)),
    power: (x, y) => ratio(top(x) ** y, bottom(x) ** y),
    floor,
    ceil: (x) => -floor(times(-1n, x)),
    rounded,
    largest: (...choices) => choices.reduce((a, b) => (compare(a, b) < 0 ? b : a)),
    smallest: (...choices) => choices.reduce((a, b) => (compare(a, b) > 0 ? b : a)),
    compare, top, bottom, floorDivided,
    equal: (x, y) => compare(x, y) === 0,
    whole: (x) => typeof x === "bigint",
    // Whether there is any of it: of a number, of numbers by their names, or of what is true or not.
    some: (x) => (x instanceof Map ? x.size > 0 : x !== false && x !== 0n),
  };
})();
window.explain = explain;
