// Sentences with their slots filled, titles of mistakes, and sizes in the units they read well in.
"use strict";

(function () {
  const { exact, print } = explain;
  const PER_UNIT = {
    GB: [10n ** 9n, 2, 2], MB: [10n ** 6n, 1, 6], kB: [10n ** 3n, 1, 3],
    GiB: [2n ** 30n, 2, 2], MiB: [2n ** 20n, 1, 6], KiB: [2n ** 10n, 1, 3],
  };

  // A slot that is given nothing would leave a hole in the sentence, or `undefined`: it is refused.
  explain.say = (name, slots = {}) => explain.words[name].replace(/\{(\w+)\}/g, (_, slot) => {
    if (slots[slot] === undefined || slots[slot] === null || String(slots[slot]).trim() === "") {
      throw new Error(`The sentence ${name} is given nothing for its slot ${slot}.`);
    }
    return slots[slot];
  });
  explain.title = (name) => explain.words[`mistake.${name}`] || name.replace(/_/g, " ");

  // As many decimals as the unit has; more where a small number would have fewer than three digits.
  function inUnit(size, unit) {
    const [bytes, least, most] = PER_UNIT[unit], value = exact.quotient(size, bytes);
    let places = least;
    while (!exact.equal(value, 0n) && places < most && exact.compare(exact.product(value, 10n ** BigInt(places)), 100n) < 0) places += 1;
    return print.decimals(value, places);
  }

  // The decimal and the binary unit in which a size reads well: kB but where the first decimal of MB differs.
  function units(size) {
    if (exact.compare(size, PER_UNIT.GB[0]) >= 0) return ["GB", "GiB"];
    const [one, other] = ["MB", "MiB"].map((unit) => print.decimals(exact.quotient(size, PER_UNIT[unit][0]), PER_UNIT[unit][1]));
    return one !== other || exact.equal(size, 0n) ? ["MB", "MiB"] : ["kB", "KiB"];
  }

  explain.sized = (size) => {
    const [decimal, binary] = units(size).map((unit) => `${inUnit(size, unit)} ${unit}`);
    return { decimal, binary };
  };
  // A shape as 224×224×3, or as so many features.
  explain.shape = (shape) => {
    if (shape.length > 1) return shape.join("×");
    const count = print.inWords(shape[0]);
    return count === "1" ? explain.say("unit.of_feature") : explain.say("unit.of_features", { count });
  };
  explain.memory = (size) => explain.say("site.memory", explain.sized(size));

  // A sentence of ours as markup, with its symbols set as such.
  explain.prose = (text) =>
    print.escaped(text)
      .replace(/`([^`]+)`/g, "<code>$1</code>")
      .replace(/\b[HWDLcnkspdPAgMb]_[a-z0-9]+(?:_[a-z]+)*\b/g, (name) => `<math>${print.mathml({ kind: "symbol", name })}</math>`);
})();
