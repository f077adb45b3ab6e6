// A number as somebody wrote it: read, and compared with an exact one as `explain diagnose` does.
"use strict";

explain.answer = (function () {
  const { exact, rules } = explain;
  const whole = (pattern) => new RegExp(`^(?:${pattern})$`);
  const WRITTEN = whole(rules.written), NUMBER = whole(rules.number);
  const scaled = (digits, places) => (places < 0 ? exact.number(digits, 10n ** BigInt(-places)) : digits * 10n ** BigInt(places));

  // The number of a text, its digits grouped or not. step: what its last digit counts.
  function numberIn(text) {
    const [front, power = "0"] = text.replace(/[,_]/g, "").toLowerCase().split("e");
    const [before, behind = ""] = front.split("."), places = Number(power) - behind.length;
    const value = scaled(BigInt(before.replace(/[-+]/, "") + behind), places), step = scaled(1n, places);
    const digits = (before + behind).replace(/^[-+]?0*/, "").length;
    return { value: front.startsWith("-") ? exact.minus(value) : value, step, digits, isWhole: exact.equal(step, 1n) };
  }

  // What was written, and the unit behind it; null where it is no number or the unit is unknown.
  // counted: whether it is a number of values, behind which B is a billion.
  function read(text, counted) {
    const match = WRITTEN.exec(text.trim());
    if (!match || !NUMBER.test(match.groups.number)) return null;
    const aliases = counted ? rules.aliasesOfCounts : rules.aliases, unit = aliases[match.groups.unit] || match.groups.unit;
    if (unit && !(unit in rules.memory) && !(unit in rules.counts)) return null;
    return { ...numberIn(match.groups.number), unit };
  }

  // Whether an exact number gives this one when it is rounded; halves may go up or to the even digit.
  function rounds(value, step, printed) {
    if (exact.compare(printed, 0n) <= 0) return exact.equal(value, printed);
    const place = exact.quotient(printed, step), off = exact.sum(exact.quotient(value, step), exact.minus(place)), half = exact.number(1n, 2n);
    const side = exact.compare(off, half);
    return exact.compare(off, exact.minus(half)) >= 0 && (side < 0 || (side === 0 && exact.whole(place) && place % 2n === 0n));
  }

  const isRounded = (printed, value) => rounds(value, printed.step, printed.value);
  const isCut = ({ value, step }, right) => exact.compare(value, 0n) > 0 && exact.equal(exact.product(exact.floor(exact.quotient(right, step)), step), value);

  // Whether it is right with zeros at its end for digits that were rounded away.
  function isCoarser(printed, value) {
    let { step, digits } = printed;
    while (digits > rules.digitsKept && exact.whole(exact.quotient(printed.value, exact.product(10n, step)))) [step, digits] = [exact.product(10n, step), digits - 1];
    return !exact.equal(step, printed.step) && rounds(value, step, printed.value);
  }

  return { read, isRounded, isCut, isCoarser };
})();
