// The page that checks a number: a network, a quantity, and what was worked out.
"use strict";

(function () {
  const { network, diagnose, say, print } = explain;
  const form = document.querySelector("[data-check]"), place = document.querySelector("[data-diagnosis]");
  const field = (name) => form.elements[name];
  const SUMS = ["totals.parameters", "totals.activations", "totals.weights", "totals.biases", "training.total", "inference.total"];
  const LAYER = ["H_out", "W_out", "weights", "biases", "parameters", "activations", "macs", "im2col"];
  let work = null;

  // A network's script is loaded when it is chosen; from a folder there is no other way.
  function load(key, then) {
    if (explain.networks && explain.networks[key]) return void then();
    const script = document.createElement("script");
    script.src = `${document.body.dataset.root}data/${key}.js`;
    script.addEventListener("load", then);
    document.body.append(script);
  }

  const option = (value, words = value) => Object.assign(document.createElement("option"), { value, textContent: words });

  const net = () => explain.networks[field("network").value];
  const SIDES = ["height", "width", "channels"];

  // How it is run begins as the network's file says.
  function fillRun() {
    const { input, batch, dtype, optimizer } = net();
    SIDES.forEach((name, i) => { if (field(name)) field(name).value = input[i] ?? 1; });
    [field("batch").value, field("bytes").value, field("slots").value] = [batch, dtype, optimizer];
    explain.showSliders(form);
  }

  function stateTyped() {
    const state = network.defaults(net()), typed = (name) => explain.whole(field(name).value, 1, explain.labelOf(field(name)));
    const chosen = (list) => BigInt(field(list).selectedOptions[0].dataset[list]);
    if (state.input.length === 3) SIDES.forEach((name, i) => (state.input[i] = typed(name)));
    return { ...state, batch: typed("batch"), bytes: chosen("bytes"), slots: chosen("slots") };
  }

  function showPlaces() {
    fillRun();
    work = network.derive(net(), network.defaults(net()));
    const layers = work.nodes.filter((node) => node.formulas.size).map((node) => option(node.name));
    field("place").replaceChildren(option("", say("site.js_whole")), ...layers);
    showQuantities();
  }

  function showQuantities() {
    const node = work.nodes.find((one) => one.name === field("place").value);
    const names = node ? LAYER.filter((name) => name in node.values && node.formulas.has(name)) : SUMS;
    field("quantity").replaceChildren(...names.map((name) => option(name, say(`site.js_of_${name.replace(".", "_")}`))));
    showUnit();
  }

  const asked = () => (field("place").value ? `${field("place").value}.${field("quantity").value}` : field("quantity").value);

  // Rows, columns and operations take no memory, and have no unit of it.
  function showUnit() {
    field("unit").disabled = !diagnose.isMemory(asked());
    if (field("unit").disabled) field("unit").value = "";
  }

  function answer() {
    const printed = diagnose.read(field("value").value, field("unit").value);
    if (!printed) return `<p>${print.escaped(say("site.js_no_number"))}</p>`;
    if (printed.unit && !diagnose.isMemory(asked())) return `<p>${print.escaped(say("site.js_no_memory"))}</p>`;
    work = network.derive(net(), stateTyped());
    return diagnose.markup(diagnose.diagnose(work, asked(), printed));
  }

  function check(event) {
    event.preventDefault();
    try {
      place.innerHTML = answer();
    } catch (error) {
      if (!error.key) throw error;
      place.textContent = say(`site.js_${error.key}`, Object.fromEntries(Object.entries(error.slots).map(([name, value]) => [name, String(value)])));
    }
  }

  form.hidden = false;
  // A verdict is about what was asked when it was given.
  form.addEventListener("input", () => place.replaceChildren());
  field("network").addEventListener("change", () => load(field("network").value, showPlaces));
  field("place").addEventListener("change", showQuantities);
  field("quantity").addEventListener("change", showUnit);
  form.addEventListener("submit", check);
  load(field("network").value, showPlaces);
})();
