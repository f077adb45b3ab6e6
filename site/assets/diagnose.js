// Which slip gives a number: the search of `explain diagnose`, by the same mistakes.
// One slip; one with a slip of the unit; one carried forward; then two within the quantity.
"use strict";

explain.diagnose = (function () {
  const { exact, network } = explain;
  const UNITS = { bytes: 1n, kB: 10n ** 3n, MB: 10n ** 6n, GB: 10n ** 9n, KiB: 2n ** 10n, MiB: 2n ** 20n, GiB: 2n ** 30n };
  const COUNTS = { "": 1n, K: 10n ** 3n, M: 10n ** 6n, G: 10n ** 9n, B: 10n ** 9n };
  const PER_IMAGE = ["activations", "macs", "im2col"];
  const TOTALS = { "totals.parameters": "parameters", "totals.weights": "weights", "totals.biases": "biases", "totals.activations": "activations" };

  // The number with the digits as written: 58.1 means 58.05 up to 58.15.
  function read(text, unit) {
    const match = /^\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\s*([KMGB])?\s*(bytes|kB|MB|GB|KiB|MiB|GiB)?\s*$/.exec(text);
    if (!match) return null;
    const [, whole, decimals = "", letter = "", own] = match;
    const scale = COUNTS[letter], step = exact.quotient(scale, 10n ** BigInt(decimals.length));
    const value = exact.product(BigInt(whole.replace(/,/g, "") + decimals), step);
    const loose = Boolean(decimals || letter);
    return { value, step: loose ? step : 1n, unit: own || unit || "", loose };
  }

  // Whether a value is what was written, when it is rounded to the digits that were written.
  function fits(printed, value) {
    if (exact.equal(printed.value, value)) return true;
    // A count is exact; only what is no whole number at all was rounded to be one.
    if (!printed.loose && printed.unit === "" && exact.whole(value)) return false;
    const half = exact.quotient(printed.step, 2n);
    const off = exact.sum(value, exact.minus(printed.value));
    return exact.compare(off, exact.minus(half)) >= 0 && exact.compare(off, half) < 0;
  }

  const isBytes = (quantity) => quantity === "training.total" || quantity === "inference.total";

  function valueIn(work, quantity) {
    if (quantity in TOTALS) return work.network[TOTALS[quantity]];
    if (quantity === "training.total") return network.whole(work, "training").values.bytes_of_training;
    if (quantity === "inference.total") return network.whole(work, "inference").values.bytes_of_inference;
    const cut = quantity.lastIndexOf(".");
    const node = work.nodes.find((one) => one.name === quantity.slice(0, cut));
    return node && node.values[quantity.slice(cut + 1)];
  }

  const layerOf = (work, quantity) => work.nodes.find((one) => one.name === quantity.slice(0, quantity.lastIndexOf(".")) && !(quantity in TOTALS) && !isBytes(quantity));

  // The mistakes of a layer that change something in it and can be worked out there.
  const mistakesIn = (node) => node.mistakes.filter((one) => node.formulas.has(one.of) && network.argumentsOf(one, node.values));

  function spoilt(work, slips) {
    try {
      return network.derive(work.net, work.state, slips);
    } catch (error) {
      return null;
    }
  }

  // shown: what each mistake is worked out with, for its line; node: the layer it is made in.
  const way = (mistakes, value, more = {}) => ({ mistakes, value, layer: "", carried: false, layers: 0, shown: [], node: null, ...more });
  // Of a mistake made along both axes, the one about what is asked.
  const named = (mistakes, quantity) => mistakes.find((one) => quantity.endsWith(`.${one.of}`)) || mistakes[0];

  // A mistake is made wherever it can be in a layer: along its height and its width alike.
  function byName(mistakes) {
    const found = new Map();
    for (const one of mistakes) found.set(one.name, [...(found.get(one.name) || []), one]);
    return [...found.values()];
  }

  // Only as far as is needed: what comes after the layer that is asked about may not fit any more.
  const upTo = (work, node) => (node ? { ...work, net: { ...work.net, nodes: work.net.nodes.slice(0, node.index + 1) } } : work);

  // One mistake in the layer that is asked about, or in one before it.
  function inLayers(work, quantity, node) {
    const found = [], right = valueIn(work, quantity);
    for (const other of work.nodes.slice(0, node.index + 1)) {
      const carried = other.index !== node.index;
      for (const mistakes of byName(mistakesIn(other))) {
        if (carried && !mistakes.some((one) => one.of.endsWith("_out"))) continue;
        const wrong = spoilt(work, new Map([[other.index, mistakes]]));
        const value = wrong && valueIn(wrong, quantity);
        if (value === undefined || value === null || exact.equal(value, right)) continue;
        const mistake = named(mistakes, quantity);
        found.push(way([mistake], value, { layer: other.name, carried, shown: [[mistake, other.values]], node: other }));
      }
    }
    return [...found, ...alikeBefore(work, quantity, node, right)];
  }

  // One mistake about sizes, made alike in several layers before.
  function alikeBefore(work, quantity, node, right) {
    const found = [];
    for (const slips of alike(work.nodes.slice(0, node.index))) {
      const mistakes = [...slips.values()].flat();
      if (slips.size < 2 || !mistakes.some((one) => one.of.endsWith("_out"))) continue;
      const wrong = spoilt(work, slips), value = wrong && valueIn(wrong, quantity);
      if (value === undefined || value === null || exact.equal(value, right)) continue;
      found.push(way([mistakes[0]], value, { carried: true, layers: slips.size }));
    }
    return found;
  }

  // For each mistake the layers in which it can be made.
  function alike(nodes) {
    const names = new Map();
    for (const node of nodes) for (const mistakes of byName(mistakesIn(node))) {
      const slips = names.get(mistakes[0].name) || new Map();
      names.set(mistakes[0].name, slips.set(node.index, mistakes));
    }
    return [...names.values()];
  }

  // A slip in a total is one made in every layer alike.
  function inAll(work, quantity) {
    const right = valueIn(work, quantity), found = [];
    for (const slips of alike(work.nodes)) {
      const wrong = spoilt(work, slips), value = wrong && valueIn(wrong, quantity);
      if (value !== undefined && value !== null && !exact.equal(value, right)) found.push(way([[...slips.values()][0][0]], value, { layers: slips.size }));
    }
    return [...found, ...inSums(work, quantity, right)];
  }

  // The batch multiplied into what all images share; behind another mistake it is the second.
  function withBatch(work, quantity, before) {
    const name = quantity.slice(quantity.lastIndexOf(".") + 1), batch = work.state.batch;
    const mistake = explain.kinds.amounts.find((one) => one.name === "batch_multiplied_into_weights");
    if (batch < 2n || isBytes(quantity) || name.endsWith("_out") || PER_IMAGE.includes(name)) return [];
    const values = { values: before.value, batch };
    return [{ ...before, mistakes: [...before.mistakes, mistake], value: network.valueOf(mistake, values), shown: [...before.shown, [mistake, values]] }];
  }

  function inSums(work, quantity, right) {
    const group = isBytes(quantity) ? quantity.split(".")[0] : "network";
    const name = isBytes(quantity) ? `bytes_of_${group}` : TOTALS[quantity];
    const { values, mistakes } = network.whole(work, group);
    return mistakes.filter((one) => one.of === name).flatMap((mistake) => {
      const numbers = network.argumentsOf(mistake, values);
      const value = numbers && network.valueOf(mistake, numbers);
      return numbers && !exact.equal(value, right) ? [way([mistake], value, { shown: [[mistake, values]] })] : [];
    });
  }

  const PRIMES = [3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n];

  // The power of each symbol in a product; null where a formula is none. Doubling a symbol
  // doubles a product as often as the symbol stands in it (explainer/maths/together.py).
  function powersOf(formula) {
    if (formula.star || formula.needs.length > PRIMES.length) return null;
    const numbers = Object.fromEntries(formula.needs.map(([name], i) => [name, PRIMES[i]])), value = formula.f(exact, numbers), powers = {};
    if (exact.compare(value, 0n) <= 0) return null;
    for (const name of Object.keys(numbers)) {
      const ratio = exact.quotient(formula.f(exact, { ...numbers, [name]: 2n * numbers[name] }), value);
      const power = [-4, -3, -2, -1, 0, 1, 2, 3, 4].find((p) => exact.equal(ratio, p < 0 ? exact.number(1n, 2n ** BigInt(-p)) : 2n ** BigInt(p)));
      if (power === undefined) return null;
      powers[name] = power;
    }
    return powers;
  }

  // Both mistakes in one product; null where they touch the same factor.
  function joint(node, one, other) {
    const right = node.formulas.get(one.of), [of, a, b] = [right, one, other].map(powersOf);
    if (!of || !a || !b) return null;
    const touches = (powers, name) => (powers[name] || 0) !== (of[name] || 0);
    if (Object.keys({ ...of, ...a, ...b }).some((name) => touches(a, name) && touches(b, name))) return null;
    const given = (formula) => network.valueOf(formula, network.argumentsOf(formula, node.values));
    if (exact.equal(given(right), 0n)) return null;
    const value = exact.quotient(exact.product(given(one), given(other)), given(right));
    return { of: one.of, needs: [], f: () => value };
  }

  // Two mistakes in the layer that is asked about.
  function pairs(work, quantity, node) {
    const found = [], mistakes = node ? mistakesIn(node) : [];
    for (const [i, one] of mistakes.entries()) for (const other of mistakes.slice(i + 1)) {
      const both = one.of === other.of ? joint(node, one, other) : null;
      if (one.of === other.of && !both) continue;
      const wrong = both ? spoiltIn(work, node, [both]) : spoiltIn(work, node, [one, other]);
      const shown = !wrong || both ? [] : [[one, wrong], [other, wrong]];
      if (wrong !== null) found.push(way([one, other], wrong[quantity.slice(quantity.lastIndexOf(".") + 1)], { layer: node.name, shown, node }));
    }
    return found;
  }

  function spoiltIn(work, node, mistakes) {
    const wrong = spoilt(work, new Map([[node.index, mistakes]]));
    return wrong && wrong.nodes[node.index].values;
  }

  // The right or a wrong value of a quantity in the answer's unit, and each slip on the way there.
  function toUnit(first, unit, inBytes, b) {
    const found = [], size = (value) => (inBytes ? value : exact.product(value, b));
    const slipped = (mistake, value, values) => found.push({ ...first, mistakes: [...first.mistakes, mistake], value, shown: [...first.shown, [mistake, values]] });
    if (unit === "") {
      found.push(first);
      for (const one of explain.kinds.amounts.filter((m) => m.of === "values")) tried(one, { size: size(first.value), values: first.value, b }, slipped);
      return found;
    }
    found.push({ ...first, value: exact.quotient(size(first.value), UNITS[unit]) });
    const figure = (value) => exact.quotient(value, UNITS[unit]);
    for (const one of [...explain.kinds.amounts, ...explain.kinds.rare].filter((m) => m.of === "size")) {
      tried(one, { values: inBytes ? exact.quotient(first.value, b) : first.value, b }, (mistake, value, values) => slipped(mistake, figure(value), values));
    }
    for (const one of explain.kinds.units.filter((m) => m.of === unit)) tried(one, { size: size(first.value) }, slipped);
    return found;
  }

  function tried(mistake, values, take) {
    const numbers = network.argumentsOf(mistake, values);
    if (numbers) take(mistake, network.valueOf(mistake, numbers), values);
  }

  // One slip before two, one made here before one carried forward, the very number before a rounded one.
  const simplicity = (one, printed) => [one.mistakes.length, Number(one.carried), Number(!exact.equal(one.value, printed.value)), one.layers];

  const isMemory = (quantity) => isBytes(quantity) || !/(_out|\.macs)$/.test(quantity);

  // alone: the layer's input was given with the question, so nothing is carried forward to it.
  function diagnose(work, quantity, printed, { alone = false } = {}) {
    const exactValue = valueIn(work, quantity);
    if (exactValue === undefined) return null;
    const inBytes = isBytes(quantity), b = work.state.bytes, unit = printed.unit || (inBytes ? "bytes" : "");
    const size = inBytes ? exactValue : exact.product(exactValue, b);
    const right = unit === "" ? exactValue : exact.quotient(size, UNITS[unit]);
    const result = { work, quantity, right, exact: exactValue, size, unit, inBytes, explanations: [], coincidences: coincidences(work, quantity) };
    if (exact.equal(printed.value, right)) return { ...result, verdict: "right" };
    if (fits(printed, right)) return { ...result, verdict: "right_as_rounded" };
    if (unit !== "" && unit !== "bytes") {
      const other = exact.equal(printed.value, size) ? "bytes"
        : Object.keys(UNITS).find((name) => name !== unit && name !== "bytes" && fits(printed, exact.quotient(size, UNITS[name])));
      if (other) return { ...result, verdict: "wrong_unit", other };
    }
    const node = layerOf(work, quantity), none = way([], exactValue);
    const cut = upTo(work, node), single = node ? inLayers(cut, quantity, node).filter((one) => !(alone && one.carried)) : inAll(work, quantity);
    const first = [none, ...single, ...withBatch(work, quantity, none)];
    const reach = (ways) => ways.flatMap((one) => toUnit(one, unit, inBytes, b)).filter((one) => one.mistakes.length && fits(printed, one.value));
    let found = reach(first);
    const two = () => [...pairs(cut, quantity, node), ...single.filter((one) => !one.carried).flatMap((one) => withBatch(work, quantity, one))];
    if (!found.length) found = reach(two()).filter((one) => one.mistakes.length === 2);
    found.sort((one, other) => {
      const [a, c] = [simplicity(one, printed), simplicity(other, printed)];
      return a[0] - c[0] || a[1] - c[1] || a[2] - c[2] || a[3] - c[3];
    });
    const simplest = found.length ? found[0].mistakes.length : 0;
    const told = found.filter((one) => one.mistakes.length === simplest);
    return { ...result, verdict: told.length ? "explained" : "not_explained", explanations: told };
  }

  // The mistakes that give the right number here.
  function coincidences(work, quantity) {
    const node = layerOf(work, quantity), name = quantity.slice(quantity.lastIndexOf(".") + 1);
    const step = node && network.layerSteps(node).find((one) => one.formula.name === name);
    return step ? step.slips.filter((slip) => slip.hides) : [];
  }

  // ---- the answer as markup --------------------------------------------------------------

  const { print, say, title, prose } = explain;
  const digits = (value) => (exact.whole(value) ? print.inWords(value) : print.decimals(value, 3));

  // A mistake's formula with the numbers in and what it gives.
  function worked([mistake, values]) {
    const numbers = network.argumentsOf(mistake, values);
    if (!numbers) return "";
    const given = network.valueOf(mistake, numbers), lines = explain.formula.lines(network.formOf(mistake, numbers), numbers, given);
    return `<p class="eq">${print.equation(mistake.of, lines.length > 3 ? [lines[0], lines[1], lines[lines.length - 1]] : lines, true)}</p>`;
  }

  // The next layer in which the same slip gives another number than the right one.
  function next(found, one) {
    const mistake = one.mistakes[0];
    if (!one.node || one.mistakes.length > 1) return "";
    const nodes = found.work.nodes, others = [...nodes.slice(one.node.index + 1), ...nodes.slice(0, one.node.index)];
    const other = others.find((node) => network.layerSteps(node).some((step) => step.slips.some((slip) => slip.mistake.name === mistake.name && slip.mistake.of === mistake.of && !slip.hides)));
    return other ? `<p>${print.escaped(say("site.js_next", { quantity: `${other.name}.${mistake.of}` }))}</p>` : "";
  }

  const PLACES = { carried: (one) => one.carried && one.layer, carried_alike: (one) => one.carried, made_alike: (one) => one.layers > 1, made_in: (one) => one.layer };
  const placeOf = (one) => Object.keys(PLACES).find((name) => PLACES[name](one)) || "made_sum";

  function wayMarkup(found, one) {
    const names = one.mistakes.map((mistake) => link(mistake.name, title(mistake.name)));
    const head = names.length > 1 ? say("site.js_pair", { first: names[0], second: names[1] }) : names[0];
    const told = say(`site.js_${placeOf(one)}`, { layer: one.layer, count: one.layers });
    const gives = explain.verdict({ value: one.value, hides: false }, found.right, (value) => (found.unit ? `${digits(value)} ${found.unit}` : digits(value)));
    const ideas = one.mistakes.map((mistake) => `<p>${prose(mistake.why)}</p>`).join("");
    return `<li><p><strong>${head}</strong>. ${print.escaped(told)}</p>${one.shown.map(worked).join("")}<p>${print.escaped(gives)}</p>${ideas}${next(found, one)}</li>`;
  }

  // The verdict, the right value, each hypothesis with its formula and its idea.
  function markup(found) {
    if (!found) return `<p>${print.escaped(say("site.js_no_place"))}</p>`;
    // Over a whole network only single slips are tried here.
    const inSum = found.verdict === "not_explained" && !layerOf(found.work, found.quantity);
    const verdict = say(`site.js_${found.verdict}${inSum ? "_sum" : ""}`, { unit: found.other });
    const right = found.unit
      ? say("site.js_the_right_bytes", { right: digits(found.size), ...explain.sized(found.size) })
      : say("site.js_the_right", { right: digits(found.exact) });
    const shown = found.verdict === "right" ? "" : `<p>${print.escaped(right)}</p>`;
    const ways = found.explanations.map((one) => wayMarkup(found, one)).join("");
    const hidden = found.verdict.startsWith("right")
      ? found.coincidences.map((slip) => `<p class="note">${say("site.js_coincidence", { mistake: link(slip.mistake.name, title(slip.mistake.name)), right: digits(found.exact) })}</p>`).join("")
      : "";
    return `<p><strong>${prose(verdict)}</strong></p>${shown}${hidden}${ways ? `<p>${print.escaped(say("site.js_hypotheses"))}</p><ol>${ways}</ol>` : ""}`;
  }

  const link = (name, words) => `<a href="${document.body.dataset.root}mistakes/${name}.html">${explain.print.escaped(words)}</a>`;

  return { read, diagnose, markup, valueIn, isMemory };
})();
