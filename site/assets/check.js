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

  function showPlaces() {
    work = network.derive(explain.networks[field("network").value], network.defaults(explain.networks[field("network").value]));
    const layers = work.nodes.filter((node) => node.formulas.size).map((node) => option(node.name));
    field("place").replaceChildren(option("", say("site.js_whole")), ...layers);
    showQuantities();
  }

  function showQuantities() {
    const node = work.nodes.find((one) => one.name === field("place").value);
    const names = node ? LAYER.filter((name) => name in node.values && node.formulas.has(name)) : SUMS;
    field("quantity").replaceChildren(...names.map((name) => option(name)));
  }

  function check(event) {
    event.preventDefault();
    const printed = diagnose.read(field("value").value, field("unit").value);
    if (!printed) return void (place.innerHTML = `<p>${print.escaped(say("site.js_no_number"))}</p>`);
    const name = field("place").value ? `${field("place").value}.${field("quantity").value}` : field("quantity").value;
    place.innerHTML = diagnose.markup(diagnose.diagnose(work, name, printed));
  }

  form.hidden = false;
  field("network").addEventListener("change", () => load(field("network").value, showPlaces));
  field("place").addEventListener("change", showQuantities);
  form.addEventListener("submit", check);
  load(field("network").value, showPlaces);
})();
