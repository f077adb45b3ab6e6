// Live figures and exercises within a lesson.
"use strict";

(function () {
  const { network, diagnose, print, say } = explain;
  const derived = (key, state) => network.derive(explain.networks[key], state || network.defaults(explain.networks[key]));

  function figure(root) {
    const net = explain.networks[root.dataset.figure], index = Number(root.dataset.index), data = net.nodes[index];
    const form = root.querySelector("form"), status = root.querySelector("[role=status]");
    for (const [name, symbols] of Object.entries(data.fields || {})) {
      const input = Object.assign(document.createElement("input"), { type: "number", name, min: name === "padding" ? 0 : 1, value: data.numbers[symbols[0]] });
      const label = document.createElement("label");
      label.append(`${name} `, input);
      form.append(label);
    }
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      const state = network.defaults(net), numbers = (state.layers[data.name] = {});
      for (const input of form.elements) {
        if (!/^\d{1,9}$/.test(input.value) || Number(input.value) < Number(input.min)) return;
        for (const symbol of data.fields[input.name]) numbers[symbol] = BigInt(input.value);
      }
      try {
        const cut = { ...net, nodes: net.nodes.slice(0, index + 1) };
        const work = network.derive(cut, state);
        explain.showGroup(root, network.layerSteps(work.nodes[index]), state.bytes);
        status.hidden = true;
      } catch (error) {
        if (!error.key) throw error;
        const slots = Object.fromEntries(Object.entries(error.slots).map(([name, value]) => [name, String(value)]));
        status.textContent = say(`site.js_${error.key}`, slots);
        status.hidden = false;
      }
    });
  }

  function exercise(form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const place = form.querySelector(".diagnosis"), printed = diagnose.read(form.elements.value.value, form.dataset.unit);
      if (!printed) return void (place.innerHTML = `<p>${print.escaped(say("site.js_no_number"))}</p>`);
      place.innerHTML = diagnose.markup(diagnose.diagnose(derived(form.dataset.exercise), form.dataset.asked, printed));
    });
  }

  document.querySelectorAll("[data-figure]").forEach(figure);
  document.querySelectorAll("[data-exercise]").forEach(exercise);
})();
