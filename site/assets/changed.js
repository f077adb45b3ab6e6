// A network that a reader has changed: no table knows it, so single mistakes are tried here, and no
// others. It is one in the layer asked about or in one before it, or one in all layers alike, or in a sum.
"use strict";

explain.changed = (function () {
  const { exact, network } = explain;
  const WHOLE = { "training.total": "bytes_of_training", "inference.total": "bytes_of_inference" };
  const lastOf = (name) => name.slice(name.lastIndexOf(".") + 1);

  function valueIn(work, { name, layer }) {
    if (layer >= 0) return work.nodes[layer].values[lastOf(name)];
    return name in WHOLE ? network.whole(work, name.split(".")[0]).values[WHOLE[name]] : work.network[lastOf(name)];
  }

  // The mistakes that can be made in a layer, by their names: one is made along all axes alike.
  function mistakesIn(node) {
    const found = new Map();
    for (const one of node.mistakes) {
      if (node.formulas.has(one.of) && network.argumentsOf(one, node.values)) found.set(one.name, [...(found.get(one.name) || []), one]);
    }
    return found;
  }

  const reaches = (mistakes) => mistakes.some(({ of }) => of.endsWith("_out") || of.startsWith("P_"));

  // What a number of layers come to with these mistakes in them; null where the network falls apart.
  function spoilt(work, quantity, slips) {
    const nodes = quantity.layer >= 0 ? work.net.nodes.slice(0, quantity.layer + 1) : work.net.nodes;
    try {
      return valueIn(network.derive({ ...work.net, nodes }, work.state, slips), quantity) ?? null;
    } catch (error) {
      if (!error.key) throw error;
      return null;
    }
  }

  function inLayers(work, quantity) {
    const found = [];
    for (const node of work.nodes.slice(0, quantity.layer + 1)) for (const mistakes of mistakesIn(node).values()) {
      const carried = node.index !== quantity.layer;
      if (carried && !reaches(mistakes)) continue;
      const mistake = mistakes.find((one) => one.of === lastOf(quantity.name)) || mistakes[0];
      const steps = [{ formula: mistake, numbers: network.argumentsOf(mistake, node.values) }];
      found.push({ value: spoilt(work, quantity, new Map([[node.index, mistakes]])), mistakes: [mistake], layer: node.index, carried, layers: 1, steps });
    }
    return found;
  }

  function inAll(work, quantity) {
    const names = new Map();
    for (const node of work.nodes) for (const [name, mistakes] of mistakesIn(node)) names.set(name, (names.get(name) || new Map()).set(node.index, mistakes));
    return [...names.values()].map((slips) => ({ value: spoilt(work, quantity, slips), mistakes: [[...slips.values()][0][0]], layers: slips.size }));
  }

  function inSums(work, { name }) {
    const { values, mistakes } = network.whole(work, name in WHOLE ? name.split(".")[0] : "network");
    return mistakes.filter((one) => one.of === (WHOLE[name] || lastOf(name)) && network.argumentsOf(one, values)).map((mistake) => {
      const numbers = network.argumentsOf(mistake, values);
      return { value: network.valueOf(mistake, numbers), mistakes: [mistake], steps: [{ formula: mistake, numbers }] };
    });
  }

  // The quantity of a table as it is in the changed network.
  function quantityIn(work, asked) {
    const value = valueIn(work, asked), ways = asked.layer >= 0 ? inLayers(work, asked) : [...inSums(work, asked), ...inAll(work, asked)];
    const ones = ways.filter((one) => one.value !== null && !exact.equal(one.value, value)).map(explain.judge.way);
    return { ...asked, exact: value, ones, twos: [], rounded: [], parts: undefined, hides: [] };
  }

  return { quantityIn };
})();
