// A network worked out: every layer's sizes and counts, the sums, the textbook account.
// The formulas are those of kinds.js, which Python printed from its own.
"use strict";

explain.network = (function () {
  const exact = explain.exact;
  const { axes: AXES, ends: ENDS, passedOn: PASSED_ON } = explain.rules, PREFIX_FROM = BigInt(explain.rules.prefixFrom);
  // What a formula's use depends on, by the names that the data give.
  const BITS = {
    single: (values) => values.H_in === 1n && values.W_in === 1n,
    same_size: (values) => (values.H_out ?? values.H_in) === values.H_in && (values.W_out ?? values.W_in) === values.W_in,
  };
  const bit = (name, values) => (BITS[name] ? BITS[name](values) : values[name] > 1n);

  class Fault extends Error {}
  const fault = (key, slots) => Object.assign(new Fault(key), { key, slots });

  const shapeSymbols = (shape, end) => Object.fromEntries(AXES[shape.length].map((axis, i) => [`${axis}_${end}`, shape[i]]));
  const product = (shape) => exact.product(...shape);

  const shown = (shape) => shape.map(explain.print.inWords).join("×");

  function argumentsOf(formula, values) {
    const found = {};
    for (const [name, neutral] of formula.needs) {
      const value = name in values ? values[name] : neutral === undefined ? undefined : BigInt(neutral);
      if (value === undefined) return null;
      if (Array.isArray(value)) value.forEach((part, i) => (found[`${name}_${i + 1}`] = part));
      else if (value instanceof Map) value.forEach((part, key) => (found[`${name}_${key}`] = part));
      else found[name] = value;
    }
    return found;
  }

  // The symbols that a formula of any number of them adds up: all, or all but the last.
  const addends = (formula, numbers) => Object.keys(numbers).slice(0, formula.star === true ? undefined : formula.star);

  const valueOf = (formula, numbers) =>
    formula.star ? exact.sum(...addends(formula, numbers).map((name) => numbers[name])) : formula.f(exact, numbers);

  // The line of symbols, without those that stand at their neutral value.
  function formOf(formula, numbers) {
    const { algebra, symbols } = explain.formula;
    if (formula.star) {
      const terms = addends(formula, numbers).map((name) => symbols[name]);
      return terms.length === 1 ? terms[0] : algebra.sum(...terms);
    }
    const dropped = formula.needs.filter(([name, neutral]) => neutral !== undefined && numbers[name] === BigInt(neutral));
    const key = dropped.map(([name]) => name).sort().join();
    return (key ? formula.forms[key] : formula.f)(algebra, symbols);
  }

  // The formulas that hold here, by the name of what they give; and the mistakes.
  function inUse(signature, kind, values) {
    const mask = signature.bits.reduce((found, name, i) => found | (bit(name, values) ? 1 << i : 0), 0);
    const formulas = new Map(), mistakes = [];
    for (const [index, masks] of signature.uses) {
      if (masks && !masks.includes(mask)) continue;
      const formula = kind[index];
      if (formula.of) mistakes.push(formula);
      else formulas.set(formula.name, formula);
    }
    const shared = signature.shared === true || (Array.isArray(signature.shared) && signature.shared.includes(mask));
    return { formulas, mistakes, shared };
  }

  function deriveAll(formulas, values) {
    const done = new Set();
    const need = (name) => {
      const formula = formulas.get(name);
      for (const [part] of formula.needs) if (formulas.has(part) && part !== name && !done.has(part)) need(part);
      values[name] = valueOf(formula, argumentsOf(formula, values));
      done.add(name);
    };
    for (const name of formulas.keys()) {
      if (done.has(name)) continue;
      for (const [size, passed] of Object.entries(PASSED_ON)) if (size in values && !(passed in values)) values[passed] = values[size];
      need(name);
    }
  }

  function checked(node, signature, inputs, values) {
    const slots = { layer: node.name };
    if (signature.rank && inputs[0].length !== signature.rank) throw fault(inputs[0].length === 1 ? "rank_image" : "rank", slots);
    const divides = (size) => exact.whole(exact.quotient(size, values.g));
    if (values.g > 1n && !(divides(values.c_in) && divides(values.c_out))) {
      throw fault("groups", { ...slots, groups: values.g, channels: divides(values.c_in) ? values.c_out : values.c_in });
    }
    for (const axis of signature.windows || []) {
      const low = axis.toLowerCase(), p = values[`p_${low}`] ?? 0n;
      const [before, after] = ENDS[axis] || [];
      // A mistake before may have given a size that is no whole number.
      const padded = exact.sum(values[`${axis}_in`], values[before] ?? p, values[after] ?? p);
      const span = (values[`d_${low}`] ?? 1n) * (values[`k_${low}`] - 1n) + 1n;
      const most = exact.sum(padded, signature.up ? values[`s_${low}`] : 1n);
      if (exact.compare(span, most) >= 0) throw fault("window", { ...slots, span, padded });
      if (signature.does === "pools" && 2n * p > values[`k_${low}`]) throw fault("padding", { ...slots, padding: p, kernel: values[`k_${low}`] });
    }
    // Of two matrices one size meets: the second's positions, or its channels where it is turned.
    if (signature.does === "multiplies matrices") {
      const [first, second] = inputs;
      if (!second.includes(first[1])) throw fault("branches", { ...slots, shapes: inputs.map(shown).join(", ") });
    } else if (inputs.length > 1) {
      const cut = signature.does === "joins" ? -1 : undefined;
      const shapes = new Set(inputs.map((shape) => shown(shape.slice(0, cut))));
      if (shapes.size > 1) throw fault("branches", { ...slots, shapes: inputs.map(shown).join(", ") });
    }
  }

  function flattenedBefore(nodes, node) {
    while (node.sources.length && node.storage !== node.index) {
      if (node.does === "flattens" && node.inputs[0].length > 1) return node;
      node = nodes[node.sources[0]];
    }
    return null;
  }

  function contextOf(nodes, source) {
    const flat = flattenedBefore(nodes, nodes[source]);
    if (!flat) return {};
    const volume = flat.inputs[0], found = { c_flattened: volume[volume.length - 1] };
    const pool = nodes[nodes[flat.sources[0]].storage];
    if (pool.does === "pools" && pool.inputs[0].length > 1) found.n_before_pool = product(pool.inputs[0]);
    return found;
  }

  // One layer, with mistakes in place of formulas where `slips` has some for it.
  function derived(net, data, nodes, state, slips) {
    const signature = net.signatures[data.signature], kind = explain.kinds[signature.kind];
    const inputs = data.sources.length ? data.sources.map((source) => nodes[source].output) : [state.input];
    const values = { ...shapeSymbols(inputs[0], "in") };
    if (!data.sources.length) Object.assign(values, shapeSymbols(inputs[0], "out"));
    if (signature.many && new Set(inputs.map((shape) => shape.length)).size === 1) {
      AXES[inputs[0].length].forEach((axis, i) => (values[axis] = inputs.map((shape) => shape[i])));
    }
    const given = state.layers[data.name] || {};
    for (const [name, number] of Object.entries({ ...data.numbers, ...given })) values[name] = BigInt(number);
    for (const [name, leader] of Object.entries(data.follows || {})) if (!(name in given)) values[name] = values[leader];
    if (data.sources.length) Object.assign(values, contextOf(nodes, data.sources[0]));
    checked(data, signature, inputs, values);
    const { formulas, mistakes, shared } = inUse(signature, kind, values);
    for (const slip of (slips && slips.get(nodes.length)) || []) formulas.set(slip.of, { ...slip, name: slip.of });
    deriveAll(formulas, values);
    const output = AXES[signature.gives].map((axis) => values[`${axis}_out`]);
    if (!slips && output.some((size) => !exact.whole(size) || size < 1n)) throw fault("nothing", { layer: data.name });
    Object.assign(values, shapeSymbols(output, "out"));
    const index = nodes.length, isShared = shared && data.sources.length > 0;
    return {
      index, name: data.name, kind: signature.kind, does: signature.does, sources: data.sources, inputs, output, values, formulas, mistakes,
      storage: isShared ? nodes[data.sources[0]].storage : index,
    };
  }

  function derive(net, state, slips) {
    const nodes = [];
    for (const data of net.nodes) nodes.push(derived(net, data, nodes, state, slips));
    return { net, state, nodes, ...sums(nodes, state, net.ends || []) };
  }

  const count = (node, name) => node.values[name] ?? 0n;
  const adding = (nodes, name) => nodes.reduce((all, node) => exact.sum(all, count(node, name)), 0n);

  function byKind(nodes, of) {
    const found = new Map();
    for (const node of nodes) {
      const value = of(node);
      if (exact.compare(value, 0n)) found.set(node.kind, exact.sum(found.get(node.kind) ?? 0n, value));
    }
    return found;
  }

  function beforePooling(nodes) {
    const readBy = new Map();
    for (const node of nodes) for (const source of node.sources) {
      const storage = nodes[source].storage;
      if (node.storage === storage) continue;
      readBy.set(storage, (readBy.get(storage) ?? true) && node.does === "pools");
    }
    return [...readBy].filter(([storage, pools]) => pools && storage !== 0).map(([storage]) => nodes[storage]);
  }

  // Which tensors are alive when most values are: each from its layer to the last that reads it.
  function alive(nodes, ends) {
    const last = new Map(), readers = nodes.map(() => []);
    for (const node of nodes) for (const source of node.sources) readers[source].push(node.index);
    for (const node of nodes) {
      const waits = ends.includes(node.index) || !readers[node.index].length;
      const needed = waits ? nodes.length - 1 : Math.max(...readers[node.index]);
      last.set(node.storage, Math.max(last.get(node.storage) ?? 0, needed, node.index));
    }
    let best = -1n, moment = 0;
    nodes.forEach((_, now) => {
      const total = adding(nodes.filter((node) => node.storage === node.index && node.index <= now && last.get(node.index) >= now), "activations");
      if (exact.compare(total, best) > 0) [best, moment] = [total, now];
    });
    const held = [...last.keys()].sort((a, b) => a - b).filter((s) => s <= moment && last.get(s) >= moment);
    return { at: moment, held, sizes: held.map((s) => count(nodes[s], "activations")) };
  }

  function sums(nodes, state, ends) {
    const rows = nodes.map((node) => count(node, "activations"));
    const whole = Object.fromEntries(["weights", "biases", "parameters", "buffers", "activations", "macs"].map((name) => [name, adding(nodes, name)]));
    const kinds = (name) => byKind(nodes, (node) => count(node, name));
    const above = (row) => exact.compare(row, PREFIX_FROM) >= 0;
    const network = {
      W: kinds("weights"), B: kinds("biases"), T: kinds("buffers"), A: kinds("activations"), C: kinds("macs"),
      R: byKind(nodes, (node) => exact.rounded(count(node, "activations"))),
      A_before_pooling: adding(beforePooling(nodes), "activations"),
      A_with_prefix: exact.sum(...rows.filter(above)), A_in_full: exact.sum(...rows.filter((row) => !above(row))),
      A_conv_inputs: nodes.filter((node) => ["convolves", "transposes"].includes(node.does)).reduce((all, node) => exact.sum(all, ...node.inputs.map(product)), 0n),
      rounding_matters: rows.some((row) => !exact.equal(exact.rounded(row), row)),
      ...whole,
    };
    const peak = alive(nodes, ends);
    const account = {
      parameters: whole.parameters, activations: whole.activations, trained: whole.parameters, frozen: 0n, micro_batches: 1n, tokens: 0n,
      b: state.bytes, batch: state.batch, M: 0n, slots: state.slots, V: peak.sizes, alive: exact.sum(...peak.sizes),
    };
    return { network, account, peak };
  }

  // The formulas and mistakes of one of: network, training, inference.
  function whole(work, group) {
    const values = group === "network" ? work.network : work.account;
    const holds = explain.kinds[group].filter((one) => !one.when || one.when(exact, values));
    const own = {};
    const formulas = holds.filter((one) => !one.of);
    for (const one of formulas) own[one.name] = valueOf(one, argumentsOf(one, { ...values, ...own }));
    return { values: { ...values, ...own }, formulas, mistakes: holds.filter((one) => one.of) };
  }

  function steps(values, formulas, mistakes) {
    return [...formulas].map((formula) => {
      const numbers = argumentsOf(formula, values), value = values[formula.name], form = formOf(formula, numbers);
      return { formula, numbers, value, form, slips: slipsOf(formula, form, value, values, mistakes) };
    });
  }

  function slipsOf(right, form, value, values, mistakes) {
    const found = [];
    for (const mistake of mistakes) {
      const numbers = mistake.of === right.name && argumentsOf(mistake, values);
      if (!numbers) continue;
      const wrong = formOf(mistake, numbers);
      if (explain.print.plain(wrong) === explain.print.plain(form)) continue;
      const given = valueOf(mistake, numbers);
      found.push({ mistake, numbers, form: wrong, value: given, hides: exact.equal(given, value) });
    }
    return found;
  }

  const layerSteps = (node) => steps(node.values, node.formulas.values(), node.mistakes.filter((one) => !one.seldom));
  function wholeSteps(work, group) {
    const { values, formulas, mistakes } = whole(work, group);
    return steps(values, formulas, mistakes);
  }

  // How a network is run where nothing is changed.
  function defaults(net) {
    return { input: net.input.map(BigInt), batch: BigInt(net.batch), bytes: BigInt(net.bytes), slots: BigInt(net.slots), layers: {} };
  }

  return { derive, defaults, layerSteps, wholeSteps, whole, argumentsOf, valueOf, formOf, Fault, product };
})();
