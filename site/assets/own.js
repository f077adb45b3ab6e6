// A reader's own chain of layers: its table, its totals, and its model file.
"use strict";

(function () {
  const { network, print, rules, say } = explain;
  const form = document.querySelector("[data-own]"), chain = form.querySelector("[data-chain]");
  const result = document.querySelector("[data-own-result]"), status = document.querySelector("[data-status]");
  const field = (name) => form.elements[name];
  const element = (name, more = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), more);
    made.append(...inside);
    return made;
  };
  let layers = [];

  const fresh = (kind) => ({
    kind, bias: true,
    values: Object.fromEntries(Object.entries(explain.own[kind].fields).map(([name, one]) => [name, one.value])),
  });

  // ---- the form --------------------------------------------------------------------------

  function button(words, name, act) {
    const made = element("button", { type: "button", textContent: words });
    made.setAttribute("aria-label", `${words}: ${name}`);
    made.addEventListener("click", act);
    return made;
  }

  // What is moved or removed is drawn anew: the keyboard's place goes along.
  function move(from, to, words) {
    if (to < 0 || to >= layers.length) return;
    layers.splice(to, 0, ...layers.splice(from, 1));
    draw();
    [...chain.children[to].querySelectorAll("button")].find((one) => one.textContent === words).focus();
  }

  function remove(at) {
    layers.splice(at, 1);
    draw();
    (chain.children[Math.min(at, layers.length - 1)]?.querySelector("button") || form.querySelector("[data-add]")).focus();
  }

  function head(layer, at, name) {
    const [up, down] = [say("site.js_up"), say("site.js_down")], made = element("div", { className: "head" }, element("code", { textContent: layer.kind }));
    made.append(button(up, name, () => move(at, at - 1, up)), button(down, name, () => move(at, at + 1, down)), button(say("site.js_remove"), name, () => remove(at)));
    return made;
  }

  function labelled(name, setting, input, ...inside) {
    input.setAttribute("aria-label", `${name}: ${setting}`);
    return element("label", {}, ...inside);
  }

  function fields(layer, name) {
    const made = element("div", { className: "fields" });
    for (const [setting, one] of Object.entries(explain.own[layer.kind].fields)) {
      const input = element("input", { type: "number", min: one.least, value: layer.values[setting] });
      input.addEventListener("input", () => { layer.values[setting] = input.value; show(); });
      made.append(labelled(name, setting, input, `${setting} `, input));
    }
    if (explain.own[layer.kind].bias) {
      const box = element("input", { type: "checkbox", checked: layer.bias });
      box.addEventListener("input", () => { layer.bias = box.checked; show(); });
      made.append(labelled(name, "bias", box, box, " bias"));
    }
    return made;
  }

  function draw() {
    chain.replaceChildren(...layers.map((layer, at) => {
      const name = `${layer.kind} ${at + 1}`;
      return element("li", {}, head(layer, at, name), fields(layer, name));
    }));
    show();
  }

  // ---- from the form to a network --------------------------------------------------------

  function whole(text, least, name) {
    return explain.whole(text, least, name);
  }

  const typed = () => ["height", "width", "channels"].map((name) => whole(field(name).value, 1, name));

  // Whether the first size could be the channels too, as explainer/network/layout.py asks; here it is the height.
  const isOpen = ([first, ...others]) => rules.channelsFirst.includes(Number(first)) && others.every((size) => size > first);

  function question() {
    const [height, width, channels] = typed();
    return isOpen([height, width, channels]) ? say("site.js_order", { height, width, channels }) : "";
  }

  function built() {
    const input = typed();
    const net = { input: input.map(Number), batch: 1, bytes: 4, slots: 1, signatures: [explain.ownInputs["3"]], nodes: [{ name: "input", signature: 0, sources: [], numbers: {} }] };
    let rank = 3;
    layers.forEach((layer, at) => {
      const own = explain.own[layer.kind], name = `${layer.kind}_${at + 1}`;
      const signature = own.signatures[`${rank}${own.bias && !layer.bias ? "-" : ""}`];
      if (!signature) throw Object.assign(new Error(name), { key: rank === 1 ? "rank_image" : "rank", slots: { layer: name } });
      const numbers = { ...own.numbers };
      for (const [setting, one] of Object.entries(own.fields)) for (const symbol of one.symbols) numbers[symbol] = whole(layer.values[setting], one.least, `${name}.${setting}`);
      net.signatures.push(signature);
      net.nodes.push({ name, signature: at + 1, sources: [at], numbers });
      rank = signature.gives;
    });
    const chosen = (list) => BigInt(field(list).selectedOptions[0].dataset[list]);
    const state = { input, batch: whole(field("batch").value, 1, "batch"), bytes: chosen("bytes"), slots: chosen("slots"), layers: {} };
    return network.derive(net, state);
  }

  // ---- showing it ------------------------------------------------------------------------

  function cell(name, text, role) {
    return element(name, { textContent: text, className: role || "" });
  }

  function table(work) {
    const head = element("tr", {}, ...["layer", "kind", "output", "parameters", "activations"].map((name, i) => {
      const made = cell("th", say(`site.js_${name}`), i > 1 ? "number" : "");
      made.scope = "col";
      return made;
    }));
    const rows = work.nodes.map((node) => {
      const first = cell("th", node.name);
      first.scope = "row";
      return element("tr", {}, first, cell("td", node.kind), cell("td", node.output.join("×"), "number"),
        cell("td", print.inWords(node.values.parameters ?? 0n), "number"), cell("td", print.inWords(node.values.activations ?? 0n), "number"));
    });
    const sum = cell("th", say("site.js_sum"));
    sum.scope = "row";
    const last = element("tr", {}, sum, cell("td", ""), cell("td", ""), cell("td", print.inWords(work.network.parameters), "number"), cell("td", print.inWords(work.network.activations), "number"));
    return element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows), element("tfoot", {}, last));
  }

  function yaml(work) {
    const size = work.state.input.join("x"), layout = isOpen(work.state.input) ? ["layout: channels_last"] : [];
    const lines = [`name: ${JSON.stringify(field("name").value || "my-network")}`, `input: ${size}`, ...layout, `batch: ${work.state.batch}`,
      `dtype: ${field("bytes").value}`, `optimizer: ${field("slots").value}`, layers.length ? "layers:" : "layers: []"];
    for (const layer of layers) {
      const settings = Object.entries(layer.values).map(([name, value]) => `${name}: ${String(value).trim()}`);
      if (explain.own[layer.kind].bias && !layer.bias) settings.push("bias: false");
      lines.push(settings.length ? `  - ${layer.kind}: {${settings.join(", ")}}` : `  - ${layer.kind}`);
    }
    return `${lines.join("\n")}\n`;
  }

  // What training takes, part by part, each with a bar.
  function parts(training) {
    const rows = rules.parts.map(([name, series]) => {
      const value = training[`bytes_of_${name}`] ?? 0n, bar = element("span", { className: series });
      bar.style.width = `${print.share(value, training.bytes_of_training)}%`;
      const words = element("span", { className: "words", textContent: say(`site.part_${name}`) });
      const size = element("span", { className: "value", textContent: say("site.js_bytes", { bytes: print.inWords(value), memory: explain.memory(value) }) });
      return element("li", {}, words, " ", size, element("span", { className: "track" }, bar));
    });
    return element("ul", { className: "parts" }, ...rows);
  }

  function show() {
    try {
      const work = built(), training = network.whole(work, "training").values, inference = network.whole(work, "inference").values.bytes_of_inference;
      const told = say("site.js_totals", { training: print.inWords(training.bytes_of_training), inference: print.inWords(inference), ...explain.sized(training.bytes_of_training) });
      const scroll = element("div", { className: "scroll", tabIndex: 0 }, table(work));
      scroll.setAttribute("role", "region");
      scroll.setAttribute("aria-label", say("site.js_layers_of"));
      const file = element("pre", { tabIndex: 0 }, element("code", { textContent: yaml(work) }));
      const save = element("a", { textContent: say("site.js_save"), download: "my-network.yaml", href: `data:text/yaml;charset=utf-8,${encodeURIComponent(yaml(work))}` });
      const heading = (key) => element("h2", { textContent: say(`site.js_${key}`) }), command = element("p", {}, say("site.js_command"), " ", element("code", { textContent: "explain my-network.yaml" }));
      const order = question() ? [element("p", { className: "note", textContent: question() })] : [];
      result.replaceChildren(...order, heading("memory"), element("p", { textContent: told }), parts(training), heading("layers_of"), scroll, heading("yaml"), element("p", {}, save), file, command);
      status.hidden = true;
    } catch (error) {
      if (!error.key) throw error;
      status.textContent = say(`site.js_${error.key}`, Object.fromEntries(Object.entries(error.slots).map(([name, value]) => [name, String(value)])));
      if (error.key === "window") status.append(" ", question());
      status.hidden = false;
      result.replaceChildren();
    }
  }

  // ---- starting from an example ----------------------------------------------------------

  function load(key, then) {
    if (explain.networks && explain.networks[key]) return void then(explain.networks[key]);
    const script = element("script", { src: `${document.body.dataset.root}data/${key}.js` });
    script.addEventListener("load", () => then(explain.networks[key]));
    document.body.append(script);
  }

  function start(net) {
    [field("height").value, field("width").value, field("channels").value] = net.input;
    field("batch").value = net.batch;
    field("bytes").value = net.dtype;
    field("slots").value = net.optimizer;
    field("name").value = net.name;
    layers = net.nodes.slice(1).map((node) => {
      const signature = net.signatures[node.signature], layer = fresh(signature.kind);
      for (const [setting, one] of Object.entries(explain.own[signature.kind].fields)) layer.values[setting] = node.numbers[one.symbols[0]];
      const own = explain.own[signature.kind];
      layer.bias = !own.bias || JSON.stringify(signature.uses) === JSON.stringify(own.signatures[signature.rank].uses);
      return layer;
    });
    draw();
  }

  field("kind").replaceChildren(...Object.keys(explain.own).map((kind) => element("option", { textContent: kind })));
  form.querySelector("[data-add]").addEventListener("click", () => { layers.push(fresh(field("kind").value)); draw(); });
  field("start").addEventListener("change", () => {
    if (field("start").value) load(field("start").value, start);
    else { layers = []; draw(); }
  });
  form.addEventListener("input", (event) => { if (!chain.contains(event.target) && event.target !== field("start") && event.target !== field("kind")) show(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  layers = explain.ownBegins.map(fresh);
  draw();
})();
