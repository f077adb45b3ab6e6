// A judged number as markup: the verdict, the right value, each hypothesis with its formula and idea.
"use strict";

explain.diagnosis = (function () {
  const { exact, formula, network, print, prose, rules, say, title } = explain;
  const digits = (value) => (exact.whole(value) ? print.inWords(value) : print.decimals(value, 3));
  const paragraph = (inside, role = "") => `<p${role ? ` class="${role}"` : ""}>${inside}</p>`;

  // Mistakes that the catalogue has are linked to their page there.
  function linked(name) {
    const words = print.escaped(title(name));
    return rules.catalogue.includes(name) ? `<a href="${document.body.dataset.root}mistakes/${name}.html">${words}</a>` : words;
  }

  // A formula with the numbers in, and what it gives.
  function worked({ formula: one, numbers }) {
    const lines = formula.lines(network.formOf(one, numbers), numbers, network.valueOf(one, numbers));
    const shown = lines.length > 3 ? [lines[0], lines[1], lines[lines.length - 1]] : lines;
    return paragraph(print.equation(one.of || one.name, shown, Boolean(one.of)), "eq");
  }

  function placeOf(one, nameOf) {
    const key = one.carried ? (one.layer >= 0 ? "carried" : "carried_alike") : one.layers > 1 ? "made_alike" : one.layer >= 0 ? "made_in" : "made_sum";
    return say(`site.js_${key}`, { layer: one.layer >= 0 ? nameOf(one.layer) : "", count: one.layers });
  }

  function wayMarkup(found, one, nameOf) {
    const [first, second] = one.names.map(linked), head = second ? say("site.js_pair", { first, second }) : first;
    const shown = found.unit === "values" ? digits : (value) => `${digits(value)} ${found.unit}`;
    const gives = explain.verdict({ value: one.value, hides: exact.equal(one.value, found.right) }, found.right, shown);
    const ideas = [...new Set(one.mistakes.map((mistake) => mistake.why))].map((why) => paragraph(prose(why))).join("");
    const next = one.next >= 0 ? paragraph(print.escaped(say("site.js_next", { quantity: `${nameOf(one.next)}.${one.mistakes[0].of}` }))) : "";
    return `<li><p><strong>${head}</strong>. ${print.escaped(placeOf(one, nameOf))}</p>${one.steps.map(worked).join("")}${paragraph(print.escaped(gives))}${ideas}${next}</li>`;
  }

  function rightMarkup({ memory, quantity, size }) {
    const told = memory ? say("site.js_the_right_bytes", { right: digits(size), ...explain.sized(size) }) : say("site.js_the_right", { right: digits(quantity.exact) });
    return paragraph(print.escaped(told));
  }

  // nameOf: what a layer is called, by its number. single: whether only single mistakes were tried.
  function markup(found, nameOf, single = false) {
    const key = found.verdict.replace(/ /g, "_"), right = key.startsWith("right"), unit = key === "wrong_unit";
    const verdict = say(`site.js_${key}${key === "not_explained" && (single || found.digits < rules.leastDigits) ? "_single" : ""}`, { unit: found.units.join(", ") });
    const ways = unit ? "" : found.ways.map((one) => wayMarkup(found, one, nameOf)).join("");
    const hidden = right ? found.quantity.hides.map((one) => paragraph(say("site.js_coincidence", { mistake: linked(one.name), right: digits(found.quantity.exact) }), "note")).join("") : "";
    return paragraph(`<strong>${prose(verdict)}</strong>`) + (key === "right" ? "" : rightMarkup(found)) + hidden +
      (ways ? `${paragraph(print.escaped(say("site.js_hypotheses")))}<ol>${ways}</ol>` : "");
  }

  return { markup };
})();
