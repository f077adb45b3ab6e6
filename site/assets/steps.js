// A worked step and its mistakes as markup, as Python writes them into the page.
"use strict";

(function () {
  const { exact, formula, print, say, prose, title } = explain;
  const digits = (value) => print.inWords(value);

  function unitOf(formula, value, bytes) {
    if (formula.unit) return say(`unit.${formula.unit}`);
    return say("unit.values_bytes", { bytes: digits(exact.product(value, bytes)) });
  }

  // shown: how numbers are written, where fractions are no good to read.
  function verdict(slip, right, shown = digits) {
    const wrong = slip.value, about = { wrong: shown(wrong), right: shown(right) };
    if (slip.hides) return say("slip.hides", about);
    if (exact.equal(right, 0n)) return say("slip.instead_of_none", about);
    if (exact.equal(wrong, 0n)) return say("slip.zero", about);
    const larger = exact.compare(wrong, right) > 0, [big, small] = larger ? [wrong, right] : [right, wrong];
    const ratio = exact.quotient(big, small), twice = exact.compare(ratio, 2n) >= 0;
    if (twice && !larger && !exact.whole(ratio)) {
      return say("slip.smaller_share", { share: print.decimals(exact.quotient(100n, ratio), 1), ...about });
    }
    if (twice) {
      const times = exact.whole(ratio) ? digits(ratio) : print.decimals(ratio, 2);
      return say(larger ? "slip.larger_times" : "slip.smaller_times", { ratio: times, ...about });
    }
    const difference = shown(exact.sum(big, exact.minus(small)));
    return say(larger ? "slip.larger_by" : "slip.smaller_by", { difference, ...about });
  }

  // The slip shown before that gives the same wrong number, if there is one.
  const twin = (slip, step) => (slip.hides ? undefined : step.slips.slice(0, step.slips.indexOf(slip)).find((one) => exact.equal(one.value, slip.value)));

  const link = (name) => `<a href="${document.body.dataset.root}mistakes/${name}.html">${print.escaped(title(name))}</a>`;

  // anchor: what the mistake's own begins with; empty where links can't lead to it.
  function slipMarkup(slip, step, anchor) {
    const same = twin(slip, step), told = [verdict(slip, step.value), ...(same ? [say("slip.coincidence", { other: title(same.mistake.name) })] : [])];
    const lines = formula.lines(slip.form, slip.numbers, slip.value).slice(1);
    const rows = lines.length < 2 ? (lines.length ? lines : [formula.number(slip.value)]) : [lines[0], lines[lines.length - 1]];
    const tag = `<span class="tag">${say(slip.hides ? "site.js_unnoticed" : "site.js_wrong")}</span>`;
    const id = anchor ? ` id="${anchor}-${slip.mistake.name}"` : "";
    return `<div class="slip${slip.hides ? " hides" : ""}" role="note"${id}><p><strong class="title">${link(slip.mistake.name)}.</strong> ${prose(slip.mistake.why)}</p>` +
      `<p class="eq">${print.equation(step.formula.name, rows, !slip.hides, tag)}</p>` +
      `<p class="verdict">${print.escaped(told.join(" "))}</p></div>`;
  }

  function show(section, step, bytes) {
    const lines = formula.lines(step.form, step.numbers, step.value);
    section.hidden = false;
    // The general law stands there only where something is dropped from it.
    const law = section.querySelector(".law");
    if (law) law.hidden = !step.formula.star && formula.same(step.form, step.formula.f(formula.algebra, formula.symbols));
    section.querySelector(".lines").innerHTML = print.work(step.formula.name, lines, unitOf(step.formula, step.value, bytes));
    section.querySelector(".slips").innerHTML = step.slips.map((slip) => slipMarkup(slip, step, section.id)).join("");
  }

  function showGroup(root, steps, bytes) {
    const found = new Map(steps.map((step) => [step.formula.name, step]));
    for (const section of root.querySelectorAll("[data-quantity]")) {
      const step = found.get(section.dataset.quantity);
      if (step) show(section, step, bytes);
      else section.hidden = true;
    }
  }

  explain.verdict = verdict;
  explain.showGroup = showGroup;
  explain.showStep = show;
})();
