// Live figures and exercises within a lesson.
"use strict";

(function () {
  const { network, print, exact, say, showGroup } = explain;
  const AXES = { height: "H", width: "W", channels: "c" };

  // Runs again whenever the reader changes something; what can't be built or read is said.
  function follow(root, show) {
    const form = root.querySelector("form"), status = root.querySelector("[role=status]");
    form.hidden = false;
    explain.addSliders(form);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      try {
        show(form);
        status.hidden = true;
      } catch (error) {
        if (!error.key) throw error;
        const slots = Object.fromEntries(Object.entries(error.slots).map(([name, value]) => [name, String(value)]));
        status.textContent = say(`site.js_${error.key}`, slots);
        status.hidden = false;
      }
    });
  }

  const whole = (input) => explain.whole(input.value.replace(/,/g, ""), input.min || "0", explain.labelOf(input));

  // One layer alone, behind an image of the size that it takes.
  function layer(root) {
    const net = explain.networks[root.dataset.figure], data = net.nodes[Number(root.dataset.index)];
    const before = network.derive(net, network.defaults(net)).nodes[data.sources[0]].output;
    const alone = { ...net, nodes: [net.nodes[0], { ...data, sources: [0] }] };
    follow(root, (form) => {
      const state = network.defaults(net), numbers = {};
      state.input = [...before];
      for (const input of form.querySelectorAll("input[type=number]")) {
        const axis = AXES[input.name];
        if (axis) state.input["HWc".indexOf(axis)] = whole(input);
        else for (const symbol of data.fields[input.name]) numbers[symbol] = whole(input);
      }
      state.layers[data.name] = numbers;
      const node = network.derive(alone, state).nodes[1];
      root.querySelector("[data-input]").textContent = explain.shape(state.input);
      root.querySelector("[data-output]").textContent = explain.shape(node.output);
      showGroup(root, network.layerSteps(node), state.bytes);
      const place = root.querySelector("[data-window]");
      if (place) place.innerHTML = explain.window.markup(node, `${root.dataset.figure}-${root.dataset.index}-`);
    });
  }

  // The sums of a network, its training or its inference.
  function all(root) {
    const net = explain.networks[root.dataset.whole];
    follow(root, (form) => {
      const state = network.defaults(net), from = form.elements;
      for (const name of ["batch", "bytes", "slots"]) if (from[name]) state[name] = whole(from[name]);
      [state.input[0], state.input[1]] = [whole(from.height), whole(from.width)];
      showGroup(root, network.wholeSteps(network.derive(net, state), root.dataset.group), state.bytes);
    });
  }

  function units(root) {
    follow(root, (form) => {
      const size = whole(form.elements.values) * whole(form.elements.bytes);
      root.querySelector("[data-size]").textContent = print.inWords(size);
      for (const cell of root.querySelectorAll("[data-unit]")) {
        cell.textContent = print.decimals(exact.quotient(size, BigInt(cell.dataset.bytes)), 3);
      }
    });
  }

  function exercise(form) {
    const { answer, diagnosis, judge } = explain, { exercise: number, unit } = form.dataset, table = judge.tableOf("exercises", number), [quantity] = table.quantities;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const place = form.querySelector(".diagnosis"), printed = answer.read(form.elements.value.value, !quantity.memory);
      if (!printed) return void (place.textContent = say("site.js_no_number"));
      place.innerHTML = diagnosis.markup(judge.judge(quantity, { ...printed, unit: printed.unit || unit }, BigInt(table.bytes)), (at) => table.names[at]);
    });
  }

  document.querySelectorAll("[data-figure]").forEach(layer);
  document.querySelectorAll("[data-whole]").forEach(all);
  document.querySelectorAll("[data-units]").forEach(units);
  document.querySelectorAll("[data-exercise]").forEach(exercise);
})();
