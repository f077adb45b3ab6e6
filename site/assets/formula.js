// Formulas as trees: written with symbols, with numbers, half worked out, and as MathML.
// The same rules as in Python: explainer/maths/arithmetic.py, explainer/render/maths/pen.py.
"use strict";

explain.formula = (function () {
  const exact = explain.exact;
  const node = (kind) => (...parts) => ({ kind, parts });
  // Run with this algebra, a formula's function gives its tree.
  const algebra = {
    number: (a, b = 1n) => ({ kind: "number", value: exact.number(a, b), symbol: "" }),
    minus: node("minus"), sum: node("sum"), product: node("product"), quotient: node("quotient"),
    power: node("power"), floor: node("floor"), ceil: node("ceil"), rounded: node("rounded"),
    largest: node("largest"), smallest: node("smallest"),
  };
  const number = (value, symbol = "") => ({ kind: "number", value, symbol });
  const symbols = new Proxy({}, { get: (_, name) => ({ kind: "symbol", name }) });

  const leaf = (tree) => tree.kind === "number" || tree.kind === "symbol";
  const rebuilt = (tree, change) => (leaf(tree) ? tree : { kind: tree.kind, parts: tree.parts.map(change) });

  function withNumbers(tree, values) {
    if (tree.kind === "symbol") return number(values[tree.name], tree.name);
    return rebuilt(tree, (part) => withNumbers(part, values));
  }

  function valueOf(tree) {
    if (tree.kind === "number") return tree.value;
    return exact[tree.kind](...tree.parts.map(valueOf));
  }

  const worked = (tree) => (tree.kind === "number" ? tree : number(valueOf(tree)));

  function ready(tree) {
    if (tree.kind === "minus") return { kind: "minus", parts: [ready(tree.parts[0])] };
    const inside = (tree.kind === "floor" || tree.kind === "ceil") && tree.parts[0];
    if (inside && inside.kind === "quotient" && !exact.whole(valueOf(inside))) {
      return { kind: tree.kind, parts: [{ kind: "quotient", parts: inside.parts.map(worked) }] };
    }
    return worked(tree);
  }

  function half(tree) {
    switch (tree.kind) {
      case "sum": return { kind: "sum", parts: tree.parts.map(ready) };
      case "quotient": return { kind: "quotient", parts: tree.parts.map(worked) };
      case "floor": case "ceil": case "rounded": return ready(tree);
      case "product":
        if (tree.parts.length > 2 && tree.parts.every((part) => part.kind === "number")) {
          const first = { kind: "product", parts: tree.parts.slice(0, -1) };
          return { kind: "product", parts: [worked(first), tree.parts[tree.parts.length - 1]] };
        }
        return rebuilt(tree, ready);
      case "largest": case "smallest": return rebuilt(tree, ready);
      default: return tree;
    }
  }

  function withFractions(tree) {
    if (tree.kind === "quotient" && tree.parts.every((part) => part.kind === "number")) {
      const [a, b] = tree.parts.map((part) => part.value);
      if (exact.whole(a)) {
        const found = exact.quotient(a, b);
        return !exact.whole(found) && exact.top(found) === a && exact.bottom(found) === b ? number(found) : tree;
      }
      return tree;
    }
    return rebuilt(tree, withFractions);
  }

  function same(one, other) {
    if (one.kind !== other.kind) return false;
    if (one.kind === "number") return one.symbol === other.symbol && exact.equal(one.value, other.value);
    if (one.kind === "symbol") return one.name === other.name;
    return one.parts.length === other.parts.length && one.parts.every((part, i) => same(part, other.parts[i]));
  }
  const alike = (one, other) =>
    one.kind === "number" && other.kind === "number" ? exact.equal(one.value, other.value) : same(one, other);

  function halfWorked(tree) {
    const done = half(tree);
    return done.kind === "number" || same(done, tree) || same(done, withFractions(tree)) ? null : done;
  }

  // The lines of a step: symbols, numbers, arithmetic, value; equal neighbours once.
  function lines(form, values, value) {
    const numbers = withNumbers(form, values);
    const between = halfWorked(numbers);
    const all = [form, numbers, ...(between ? [between] : []), number(value)];
    return all.filter((line, i) => i === 0 || !alike(line, all[i - 1]));
  }

  return { algebra, symbols, same, lines, number, withNumbers, valueOf };
})();
