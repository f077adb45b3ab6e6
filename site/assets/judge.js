// A number judged by a table of wrong ones: those of a network as it stands are Python's
// (explainer/website/check_tables.py), and the browser only adds slips of units to them.
"use strict";

explain.judge = (function () {
  const { answer, exact, network, rules } = explain;
  const tables = {};
  const value = (text) => (typeof text === "string" && text.includes("/") ? exact.number(...text.split("/").map(BigInt)) : BigInt(text));

  // A table as its script gives it; it is read when it is asked for.
  explain.table = (key, place, formulas, table) => { tables[`${key}/${place}`] = { formulas, table }; };

  function tableOf(key, place) {
    const found = tables[`${key}/${place}`];
    if (found && !found.read) found.read = { ...found.table, quantities: found.table.quantities.map((one) => quantityOf(found.formulas.map(formulaOf), one)) };
    return found && found.read;
  }

  const formulaOf = (one) => (Array.isArray(one) ? explain.kinds[one[0]][one[1]] : one);

  function quantityOf(formulas, one) {
    const stepOf = ([at, given]) => {
      const names = Array.isArray(given) ? formulas[at].needs.map(([name]) => name) : Object.keys(given);
      return { formula: formulas[at], numbers: Object.fromEntries(names.map((name, i) => [name, value(Array.isArray(given) ? given[i] : given[name])])) };
    };
    const wayOf = ([wrong, mistakes, layer, carried, layers, steps, next]) => way({
      value: value(wrong), mistakes: mistakes.map((at) => formulas[at]), layer, carried: Boolean(carried), layers, steps: steps.map(stepOf), next,
    });
    const [rounding, rounded] = one.rounded || [0, []], [adding, parts, batch] = one.parts || [];
    return {
      ...one, exact: value(one.exact), ones: one.ones.map(wayOf), twos: one.twos.map(wayOf), hides: one.hides.map((at) => formulas[at]),
      rounded: rounded.map((count) => ({ mistake: formulas[rounding], count: value(count) })),
      parts: parts && { mistake: formulas[adding], batch: BigInt(batch), sizes: Object.entries(parts).map(([name, size]) => [name, value(size)]) },
    };
  }

  // A hypothesis. names: of its mistakes; layer: by its number, -1 for none or all; steps: the working.
  function way(more) {
    const made = { value: 0n, mistakes: [], layer: -1, carried: false, layers: 0, steps: [], next: -1, ...more };
    return { ...made, names: more.names || made.mistakes.map((one) => one.name) };
  }

  const then = (first, mistake, numbers, wrong) => ({
    ...first, value: wrong, names: [...first.names, mistake.name], mistakes: [...first.mistakes, mistake], steps: [...first.steps, { formula: mistake, numbers }],
  });

  // The quantity in a unit: its number of values or bytes, and in how many of these one is counted.
  function inUnit(quantity, unit, b) {
    const memory = unit in rules.memory, size = BigInt((memory ? rules.memory : rules.counts)[unit]);
    const base = (number) => (memory === quantity.memory ? number : memory ? exact.product(number, b) : exact.quotient(number, b));
    return { memory, base, figure: (number) => exact.quotient(base(number), size), per: (number) => exact.quotient(number, size) };
  }

  // A way to the quantity: the ways on to the unit, with a slip in the bytes of a value or in the unit.
  function toUnit(first, quantity, unit, b) {
    const { memory, base, figure, per } = inUnit(quantity, unit, b), count = quantity.memory ? exact.quotient(first.value, b) : first.value;
    const amounts = rules.amounts[b][memory ? "memory" : "counts"].map(formulaOf).filter((one) => !first.names.includes(one.name));
    const wrong = amounts.map((one) => stepTo(first, one, { values: count, b }));
    if (!first.names.length && memory) wrong.push(...quantity.rounded.map(({ mistake, count: rounded }) => stepTo(first, mistake, { values_rounded: rounded, b })));
    const units = (from, size) => explain.kinds.memory_units.filter((one) => one.of === unit).map((one) => stepTo(from, one, { size }));
    const ways = [...wrong.map((one) => ({ ...one, value: per(one.value) })), ...units(first, base(first.value))];
    return first.names.length ? [{ ...first, value: figure(first.value) }, ...ways] : [...ways, ...wrong.flatMap((one) => units(one, one.value))];
  }

  function stepTo(first, mistake, known) {
    const numbers = network.argumentsOf(mistake, known);
    return then(first, mistake, numbers, network.valueOf(mistake, numbers));
  }

  // Those that lead to the number as it was written; two slips to none of a single digit.
  function leading(ways, printed, right) {
    const fits = (one) => !exact.equal(one.value, right) && answer.isRounded(printed, one.value) && (one.names.length < 2 || printed.digits >= rules.leastDigits);
    return once(ways.filter(fits));
  }

  function once(ways) {
    const seen = new Set(), key = (one) => `${one.names} ${exact.top(one.value)}/${exact.bottom(one.value)}`;
    return ways.filter((one) => !seen.has(key(one)) && seen.add(key(one)));
  }

  const PRINTING = { truncated: answer.isCut, rounded_coarser: answer.isCoarser };

  // The right number cut off or rounded too far, or made of rounded parts.
  function byPrinting(printed, quantity, unit, b) {
    const { memory, base, figure } = inUnit(quantity, unit, b), right = way({ value: figure(quantity.exact) });
    const slips = explain.kinds.memory_units.filter((one) => one.of === unit), size = base(quantity.exact), found = [];
    for (const one of [right, ...slips.map((slip) => stepTo(right, slip, { size }))]) {
      for (const [name, may] of Object.entries(PRINTING)) if (may(printed, one.value)) found.push({ ...one, names: [name, ...one.names] });
    }
    if (!quantity.parts || !memory) return found;
    const { mistake, batch, sizes } = quantity.parts;
    const added = [[], ...slips.map((slip) => [slip])].map(([slip]) => {
      const shown = (part) => (slip ? network.valueOf(slip, { size: part }) : figure(part));
      const rounded = (part) => exact.product(exact.floor(exact.sum(exact.quotient(shown(part), printed.step), exact.number(1n, 2n))), printed.step);
      const made = stepTo(way({}), mistake, { batch, ...Object.fromEntries(sizes.map(([name, part]) => [name, rounded(part)])) });
      return slip ? { ...made, names: [...made.names, slip.name], mistakes: [...made.mistakes, slip] } : made;
    });
    return [...found, ...added.filter((one) => answer.isRounded(printed, one.value) && (one.names.length < 2 || printed.digits >= rules.leastDigits))];
  }

  // As simple as they are: one slip before two, made here before carried forward, the very number first.
  function sorted(ways, printed) {
    const keys = (one) => [one.names.length, Number(one.carried), Number(!exact.equal(one.value, printed.value)), one.layers];
    const order = (one, other) => keys(one).map((key, i) => key - keys(other)[i]).find((off) => off) || exact.compare(one.value, other.value);
    return [...ways].sort(order);
  }

  // The verdict on what was written, and the hypotheses. quantity: of a table; b: the bytes of a value.
  function judge(quantity, printed, b) {
    const unit = printed.unit || (quantity.memory ? "bytes" : "values"), { memory, base, figure } = inUnit(quantity, unit, b);
    const right = figure(quantity.exact), size = base(quantity.exact), found = { quantity, unit, memory, size, right, digits: printed.digits, units: [], ways: [] };
    const said = (name, more = {}) => ({ ...found, verdict: rules.verdicts[name], ...more });
    if (exact.equal(printed.value, right)) return said("right");
    if (answer.isRounded(printed, right)) return said("rounded");
    const none = way({ value: quantity.exact });
    const simple = quantity.size ? quantity.ones.map((one) => ({ ...one, value: figure(one.value) })) : [none, ...quantity.ones].flatMap((one) => toUnit(one, quantity, unit, b));
    const ones = leading(simple, printed, right), counted = printed.isWhole && rules.counted.includes(unit) && exact.compare(printed.value, BigInt(rules.leastRounded)) < 0;
    if (!printed.isWhole || !ones.some((one) => one.names.length === 1 && exact.equal(one.value, printed.value))) {
      if (printed.isWhole && !counted && answer.isCoarser(printed, right)) return said("rounded");
      const units = otherUnits(printed, unit, memory, size);
      if (units.length) return said("unit", { units, ways: units.map((other) => way({ names: [`${unit}_for_${other}`.toLowerCase()] })) });
    }
    const two = ones.length ? [] : leading(quantity.twos.map((one) => ({ ...one, value: figure(one.value) })), printed, right);
    const ways = sorted(once([...ones, ...two, ...(counted ? [] : byPrinting(printed, quantity, unit, b))]), printed);
    return said(ways.length ? (isRounding(ways[0]) ? "early" : "explained") : "not_explained", { ways });
  }

  // Whether the method was right, and only rounded before its end, whatever the unit.
  function isRounding({ names }) {
    const early = (name) => rules.roundedEarly.includes(name);
    return names.some(early) && names.every((name) => early(name) || rules.besideRounding.includes(name));
  }

  // The other units of the same sort in which the number would be right; a single digit only where it is exact.
  function otherUnits(printed, unit, memory, size) {
    const fits = (value) => exact.equal(printed.value, value) || (printed.digits >= rules.leastDigits && answer.isRounded(printed, value));
    return Object.entries(memory ? rules.memory : rules.counts).filter(([name, of]) => name !== unit && fits(exact.quotient(size, BigInt(of)))).map(([name]) => name);
  }

  return { judge, tableOf, way };
})();
