// Sentences with their slots filled, titles of mistakes, and sizes in the units they read well in.
"use strict";

(function () {
  const { exact, print, rules } = explain;
  const bytesIn = (unit) => BigInt(rules.memory[unit]);

  const plural = new Intl.PluralRules(document.documentElement.lang || "en");
  // The key of the form that a sentence has for this number, as the catalogue writes it.
  const form = (key, count) => [`${key}/${plural.select(Number(count))}`, `${key}/other`].find((name) => name in explain.words);

  // A text with two readings, as <image|example>, is read as the network that is told of goes; see batch_item.py.
  let images = true;
  explain.telling = (net) => (images = net.input.length === 3);
  const asTold = (text) => text.replace(/<([^<>|]+)\|([^<>|]+)>/g, (_, ofImages, ofOthers) => (images ? ofImages : ofOthers));

  // A slot that is given nothing would leave a hole in the sentence, or `undefined`: it is refused.
  explain.say = (name, slots = {}) => asTold(explain.words[name]).replace(/\{(\w+)\}/g, (_, slot) => {
    if (slots[slot] === undefined || slots[slot] === null || String(slots[slot]).trim() === "") {
      throw new Error(`The sentence ${name} is given nothing for its slot ${slot}.`);
    }
    return slots[slot];
  });
  explain.title = (name) => asTold(explain.words[`mistake.${name}`] || "") || name.replace(/_/g, " ");

  // As many decimals as the unit has; more where a small number would have fewer than three digits.
  function inUnit(size, unit) {
    const value = exact.quotient(size, bytesIn(unit)), few = 10n ** BigInt(rules.digits - 1);
    let places = rules.decimals[unit];
    while (!exact.equal(value, 0n) && places < rules.mostDecimals[unit] && exact.compare(exact.product(value, 10n ** BigInt(places)), few) < 0) places += 1;
    return print.decimals(value, places);
  }

  // The decimal and the binary unit in which a size reads well: kB but where the first decimal of MB differs.
  function units(size) {
    if (exact.compare(size, bytesIn("GB")) >= 0) return ["GB", "GiB"];
    const [one, other] = ["MB", "MiB"].map((unit) => print.decimals(exact.quotient(size, bytesIn(unit)), rules.decimals[unit]));
    return one !== other || exact.equal(size, 0n) ? ["MB", "MiB"] : ["kB", "KiB"];
  }

  explain.sized = (size) => {
    const [decimal, binary] = units(size).map((unit) => `${inUnit(size, unit)} ${unit}`);
    return { decimal, binary };
  };
  // A shape as 224×224×3, or as so many features.
  explain.shape = (shape) => {
    if (shape.length > 1) return shape.join("×");
    return explain.say(form("unit.of_features", shape[0]), { count: print.inWords(shape[0]) });
  };
  explain.memory = (size) => explain.say("site.memory", explain.sized(size));

  // A sentence of ours as markup, with its symbols set as such.
  explain.prose = (text) =>
    print.escaped(asTold(text))
      .replace(/`([^`]+)`/g, "<code>$1</code>")
      .replace(/\b[HWDLcnkspdPAgMb]_[a-z0-9]+(?:_[a-z]+)*\b/g, (name) => `<math>${print.mathml({ kind: "symbol", name })}</math>`);
})();
