// The page that checks a number: a network, a quantity, and what was worked out.
"use strict";

(function () {
  const { answer, changed, diagnosis, judge, network, say, print } = explain;
  const form = document.querySelector("[data-check]"), place = document.querySelector("[data-diagnosis]");
  const field = (name) => form.elements[name];
  const SIDES = ["height", "width", "channels"];
  const option = (value, words = value) => Object.assign(document.createElement("option"), { value, textContent: words });
  const net = () => explain.networks[field("network").value];
  const tell = (key, slots) => (place.textContent = say(`site.js_${key}`, slots));

  // Scripts are loaded when they are needed; from a folder there is no other way.
  function load(path, isThere, then) {
    if (isThere()) return void then();
    const script = Object.assign(document.createElement("script"), { src: `${document.body.dataset.root}data/${path}.js` });
    const failed = () => { script.remove(); form.querySelector("button").disabled = true; tell("no_table", { file: `data/${path}.js` }); };
    script.addEventListener("load", () => (isThere() ? then() : failed()));
    script.addEventListener("error", failed);
    document.body.append(script);
  }

  const placeAsked = () => field("place").selectedOptions[0]?.dataset.at ?? "whole", table = (at = placeAsked()) => judge.tableOf(field("network").value, at);
  const loadTable = (at, then) => load(`${field("network").value}/${at}`, () => Boolean(table(at)), then);

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

  function choose() {
    const key = field("network").value;
    load(key, () => Boolean(explain.networks && explain.networks[key]), () => loadTable("whole", showPlaces));
  }

  function showPlaces() {
    explain.telling(net());
    fillRun();
    field("place").replaceChildren(option("", say("site.js_whole")), ...table("whole").places.map(placeOption));
    showQuantities();
  }

  function placeOption(at) {
    const made = option(net().nodes[at].name);
    made.dataset.at = at;
    return made;
  }

  const chosenNow = () => `${field("network").value}/${placeAsked()}`;
  // Until its table is there, nothing of a place can be asked.
  const wait = (is) => (field("quantity").disabled = form.querySelector("button").disabled = is);
  function showQuantities() {
    const before = chosenNow();
    wait(true);
    loadTable(placeAsked(), () => {
      if (chosenNow() !== before) return;
      field("quantity").replaceChildren(...table().quantities.map((one) => option(nameOf(one), say(`site.js_of_${nameOf(one).replace(".", "_")}`))));
      wait(false);
      showUnit();
    });
  }

  const nameOf = ({ name, layer }) => (layer < 0 ? name : name.slice(name.lastIndexOf(".") + 1));
  const asked = () => table().quantities.find((one) => nameOf(one) === field("quantity").value);

  // Rows, columns and operations take no memory, and have no unit of it.
  function showUnit() {
    field("unit").disabled = asked().unitless;
    if (field("unit").disabled) field("unit").value = "";
  }

  // As the network stands its table is asked; a changed one is worked out here, by single mistakes only.
  function shown() {
    const quantity = asked(), printed = answer.read(field("value").value, !quantity.memory), unit = field("unit").value;
    if (!printed) return void tell("no_number");
    if (printed.unit && unit && printed.unit !== unit) return void tell("two_units", { unit: printed.unit, other: unit });
    if (printed.unit in explain.rules.memory && quantity.unitless) return void tell("no_memory");
    const state = stateTyped(), changes = changesIn(state), one = changes.length ? changed.quantityIn(network.derive(net(), state), quantity) : quantity;
    const found = judge.judge(one, { ...printed, unit: printed.unit || unit }, state.bytes);
    place.innerHTML = diagnosis.markup(found, (at) => net().nodes[at].name, changes.length > 0) + (changes.length ? told(quantity, changes) : "");
  }

  // What of the run was changed, as the command's options have it.
  function changesIn({ input, batch, bytes, slots }) {
    const before = network.defaults(net()), differs = (one, other) => String(one) !== String(other);
    const options = [[differs(batch, before.batch), `--batch ${batch}`], [differs(bytes, before.bytes), `--dtype ${field("bytes").value}`],
      [differs(slots, before.slots), `--optimizer ${field("slots").value}`], [differs(input, before.input), ""]];
    return options.filter(([is]) => is).map(([, words]) => words);
  }

  function told(quantity, changes) {
    const typed = [field("value").value.trim(), field("unit").value].filter(Boolean).join(" ");
    const model = field("network").selectedOptions[0].dataset.model, quoted = /^[\w.,:/-]+$/.test(typed) ? typed : `"${typed}"`;
    const command = ["explain diagnose", model, quantity.name, quoted, ...changes].filter(Boolean).join(" ");
    const input = changes.includes("") ? ` ${print.escaped(say("site.js_input_changed"))}` : "";
    return `<p class="note">${print.escaped(say("site.js_only_single"))} <code>${print.escaped(command)}</code>${input}</p>`;
  }

  function check(event) {
    event.preventDefault();
    try {
      shown();
    } catch (error) {
      if (!error.key) throw error;
      tell(error.key, Object.fromEntries(Object.entries(error.slots).map(([name, value]) => [name, String(value)])));
    }
  }

  form.hidden = false;
  // A verdict is about what was asked when it was given.
  form.addEventListener("input", () => place.replaceChildren());
  field("network").addEventListener("change", choose);
  field("place").addEventListener("change", showQuantities);
  field("quantity").addEventListener("change", showUnit);
  form.addEventListener("submit", check);
  choose();
})();
