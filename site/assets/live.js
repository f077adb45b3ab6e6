// Pages whose numbers follow the reader's: what is changed stands in the address, behind #.
"use strict";

(function () {
  const { exact, print, network, say, showGroup } = explain;
  const body = document.body, key = body.dataset.network, net = explain.networks[key];
  explain.telling(net);
  const page = body.dataset.page, form = document.querySelector("[data-live]");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const digits = (value) => print.inWords(value);
  const SIDES = ["height", "width", "channels"];

  // ---- the state: what differs from the defaults, in the address --------------------------

  // A link to a step has no state in it: what was changed before stays.
  let known = new URLSearchParams();
  const leadsToStep = () => location.hash.length > 1 && !location.hash.includes("=");
  function parameters() {
    if (!leadsToStep()) known = new URLSearchParams([...new URLSearchParams(location.hash.slice(1))].filter(([name, value]) => isKnown(name, value)));
    return new URLSearchParams(known);
  }

  function stateOf(changes) {
    const state = network.defaults(net);
    const whole = (name, least) => explain.whole(changes.get(name), least, calledAs(name, changes));
    for (const name of changes.keys()) {
      if (name === "batch") state.batch = whole(name, 1n);
      else if (SIDES.includes(name)) state.input[SIDES.indexOf(name)] = whole(name, 1n);
      else if (name === "bytes") state.bytes = chosen("bytes", changes.get(name)) ?? state.bytes;
      else if (name === "slots") state.slots = chosen("slots", changes.get(name)) ?? state.slots;
      else if (name.includes(".")) {
        const cut = name.lastIndexOf("."), setting = name.slice(cut + 1);
        const layer = net.nodes.find((one) => one.name === name.slice(0, cut));
        const symbols = layer && layer.fields && layer.fields[setting];
        if (!symbols) continue;
        const value = whole(name, explain.rules.least[setting]);
        const numbers = (state.layers[layer.name] = state.layers[layer.name] || {});
        for (const symbol of symbols) numbers[symbol] = value;
      }
    }
    return state;
  }

  // What a change is called on this page, if it has a field for it.
  function calledAs(name, changes) {
    const found = fieldNames(changes).find(([, one]) => one === name);
    return found ? explain.labelOf(found[0]) : name;
  }

  // What a page can't take from an address is left out of it.
  function isKnown(name, value) {
    if (name === "batch" || SIDES.includes(name)) return true;
    if (name === "bytes" || name === "slots") return chosen(name, value) !== undefined;
    if (name === "layer") return Boolean(net.nodes[Number(value)]);
    const cut = name.lastIndexOf("."), layer = net.nodes.find((one) => one.name === name.slice(0, cut));
    return Boolean(layer && layer.fields && layer.fields[name.slice(cut + 1)]);
  }

  function chosen(list, name) {
    const option = form && all(`[name=${list}] option`, form).find((one) => one.value === name);
    return option ? BigInt(option.dataset[list]) : undefined;
  }

  const layerIndex = (changes) => {
    const asked = Number(changes.get("layer") ?? body.dataset.layer);
    return Number.isInteger(asked) && net.nodes[asked] ? asked : Number(body.dataset.layer);
  };

  function fieldNames(changes) {
    const layer = page === "layer" ? net.nodes[layerIndex(changes)] : null;
    return all("[name]", form || document.createElement("i")).map((input) => [
      input, input.closest("[data-controls=layer]") ? `${layer.name}.${input.name}` : input.name,
    ]);
  }

  function defaultOf(input, name, changes) {
    if (input.tagName === "SELECT") return input.name === "bytes" ? net.dtype : net.optimizer;
    if (name === "batch") return String(net.batch);
    if (SIDES.includes(name)) return String(net.input[SIDES.indexOf(name)]);
    const layer = net.nodes[layerIndex(changes)], symbol = layer.fields[input.name][0], leader = (layer.follows || {})[symbol];
    const field = leader && Object.keys(layer.fields).find((one) => layer.fields[one].includes(leader));
    const led = field && changes.get(`${layer.name}.${field}`);
    return led && /^\d+$/.test(led) ? led : String(layer.numbers[symbol]);
  }

  // A field that nobody filled shows what holds then: a pool's stride goes with its kernel.
  function follow(changes) {
    for (const [input, name] of fieldNames(changes)) {
      if (!changes.has(name)) input.value = input.dataset.followed = defaultOf(input, name, changes);
    }
  }

  function fill(changes) {
    for (const [input, name] of fieldNames(changes)) input.value = changes.get(name) ?? "";
    follow(changes);
    explain.showSliders(form);
  }

  function read(changes) {
    const before = new URLSearchParams(changes);
    for (const [input, name] of fieldNames(before)) {
      const typed = input.value.trim(), untouched = !before.has(name) && typed === input.dataset.followed;
      if (untouched || typed === defaultOf(input, name, before)) changes.delete(name);
      else changes.set(name, typed);
    }
    follow(changes);
    explain.showSliders(form);
    return changes;
  }

  // ---- showing it ------------------------------------------------------------------------

  function status(error) {
    const place = document.querySelector("[data-status]");
    if (!place) return;
    place.hidden = !error;
    if (!error) return void (place.textContent = "");
    const slots = Object.fromEntries(Object.entries(error.slots || {}).map(([name, value]) => [name, typeof value === "bigint" ? digits(value) : value]));
    place.textContent = explain.words[`site.js_${error.key}`] ? say(`site.js_${error.key}`, slots) : String(error);
  }

  // What stands on the page is of numbers typed before: it is shown to be, and so is the field.
  function mark(error) {
    body.classList.toggle("stale", Boolean(error));
    for (const input of all("input[type=number]", form)) {
      const wrong = error && error.key === "number" && explain.labelOf(input) === error.slots.name;
      if (wrong) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }

  const facts = (work, training, inference) => ({
    parameters: [work.network.parameters, exact.product(work.network.parameters, work.state.bytes)],
    activations: [work.network.activations, exact.product(work.network.activations, work.state.bytes)],
    training: [training.bytes_of_training, training.bytes_of_training],
    inference: [inference.bytes_of_inference, inference.bytes_of_inference],
  });

  function showNetwork(work) {
    const training = network.whole(work, "training").values, inference = network.whole(work, "inference").values;
    for (const [name, [value, size]] of Object.entries(facts(work, training, inference))) {
      all(`[data-fact="${name}"]`).forEach((place) => (place.textContent = digits(value)));
      all(`[data-note="${name}"]`).forEach((place) => (place.textContent = explain.memory(size)));
    }
    for (const row of all("[data-node]")) {
      const node = work.nodes[Number(row.dataset.node)], cells = row.cells;
      cells[2].textContent = node.output.join("×");
      cells[3].textContent = digits(node.values.parameters ?? 0n);
      cells[4].textContent = digits(node.values.activations ?? 0n);
      cells[5].firstElementChild.style.width = `${print.share(node.values.activations ?? 0n, work.network.activations)}%`;
    }
    for (const part of all("[data-part]")) {
      const value = training[`bytes_of_${part.dataset.part}`] ?? 0n;
      part.querySelector(".value").textContent = explain.memory(value);
      part.querySelector(".track > span").style.width = `${print.share(value, training.bytes_of_training)}%`;
    }
    for (const group of all("[data-group]")) showGroup(group, network.wholeSteps(work, group.dataset.group), work.state.bytes);
    showFits(work);
  }

  // The largest batch by the textbook total, which grows by the same number with each image.
  function showFits(work) {
    const section = document.querySelector("[data-fits]");
    if (!section) return;
    section.hidden = false;
    const unit = BigInt(explain.rules.memory[section.querySelector("[name=unit]").value]);
    const typed = section.querySelector("[name=memory]").value.trim();
    const answer = section.querySelector("[data-answer]");
    const read = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(typed), decimals = read ? read[2] || "" : "";
    const memory = read ? exact.floor(exact.quotient(BigInt(read[1] + decimals) * unit, 10n ** BigInt(decimals.length))) : 0n;
    if (!memory) return void (answer.textContent = say("site.js_size"));
    const taken = (batch) => network.whole({ ...work, account: { ...work.account, batch } }, "training").values.bytes_of_training;
    const one = taken(1n), each = taken(2n) - one, largest = memory < one ? 0n : (memory - one) / each + 1n;
    const size = taken(work.state.batch), about = { batch: digits(work.state.batch), size: digits(size), memory: explain.memory(memory), largest: digits(largest) };
    if (!largest) answer.textContent = say("site.js_fits_never", { ...about, size: digits(one) });
    else if (size > memory) answer.textContent = say("site.js_fits_not", about);
    else answer.textContent = say("site.js_fits", { ...about, most: digits(taken(largest)), more: digits(taken(largest + 1n)) });
  }

  function showLayer(work, changes) {
    const node = work.nodes[layerIndex(changes)];
    document.querySelector("[data-layer-name]").textContent = node.name;
    document.querySelector("[data-input]").textContent = node.inputs.map(explain.shape).join(", ");
    document.querySelector("[data-output]").textContent = explain.shape(node.output);
    document.querySelector("[data-window]").innerHTML = explain.window.markup(node);
    showGroup(document.querySelector("[data-group]"), network.layerSteps(node), work.state.bytes);
  }

  // Links between the network's pages carry what is changed along.
  function carry(changes) {
    for (const link of all("main a[href]")) {
      const [path, old] = link.getAttribute("href").split("#");
      if (!/^[^/:]+\.html$/.test(path)) continue;
      const kept = new URLSearchParams(changes);
      kept.delete("layer");
      const layer = new URLSearchParams(old || "").get("layer");
      if (layer) kept.set("layer", layer);
      link.setAttribute("href", String(kept) ? `${path}#${kept}` : path);
    }
  }

  const upTo = (index) => ({ ...net, nodes: net.nodes.slice(0, index + 1) });

  function refresh() {
    const changes = parameters();
    const changed = [...changes.keys()].some((name) => name !== "layer");
    let shown = false;
    try {
      const state = stateOf(changes), isNew = changed || changes.has("layer") || refresh.touched;
      refresh.touched = true;
      // A layer is shown though the network can't be built behind it; that is told all the same.
      if (page === "layer" && isNew) showLayer(network.derive(upTo(layerIndex(changes)), state), changes);
      shown = page === "layer";
      const work = network.derive(net, state);
      if (page === "network") (isNew ? showNetwork : showFits)(work);
      status(null);
      mark(null);
    } catch (error) {
      if (!error.key) throw error;
      status(error);
      mark(shown ? null : error);
      if (shown) document.querySelector("[data-status]").append(` ${say("site.js_holds")}`);
    }
    carry(changes);
    body.classList.toggle("changed", changed);
    all("[data-changed]").forEach((place) => (place.hidden = !changed));
  }

  function go(changes) {
    const text = String(changes);
    history.replaceState(null, "", text ? `#${text}` : location.pathname.split("/").pop() || "index.html");
    refresh();
  }

  if (net && form) {
    form.hidden = false;
    explain.addSliders(form);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => go(read(parameters())));
    all("[data-reset]").forEach((button) => button.addEventListener("click", () => {
      const kept = new URLSearchParams();
      if (parameters().has("layer")) kept.set("layer", parameters().get("layer"));
      go(kept);
      fill(kept);
    }));
    const fits = document.querySelector("[data-fits]");
    if (fits) fits.addEventListener("input", () => showFits(network.derive(net, stateOf(parameters()))));
    window.addEventListener("hashchange", () => {
      if (leadsToStep()) return;
      fill(parameters());
      refresh();
    });
    fill(parameters());
    refresh();
  }
})();
