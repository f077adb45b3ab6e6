// Fields with numbers: reading them, the slider under each for those who rather drag, marking faults.
"use strict";

(function () {
  const { say } = explain;
  // How far a slider reaches; typing reaches farther.
  const REACH = { kernel_size: 15, stride: 6, padding: 7 };
  const LEAST_REACH = 16;

  const reach = (input) => REACH[input.name] ?? Math.max(LEAST_REACH, 2 * Number(input.value));

  function slider(input) {
    const made = Object.assign(document.createElement("input"), { type: "range", min: input.min, max: reach(input), step: 1, value: input.value });
    made.setAttribute("aria-label", say("site.js_drag", { name: explain.labelOf(input) }));
    made.addEventListener("input", () => (input.value = made.value));
    input.addEventListener("input", () => show(input));
    input.after(made);
  }

  // The slider of a number follows where the number is changed otherwise.
  function show(input) {
    const made = input.nextElementSibling, value = Number(input.value);
    if (!made || made.type !== "range" || !Number.isFinite(value)) return;
    if (value > Number(made.max)) made.max = value;
    made.value = value;
  }

  // A whole number that was typed; what is told of another goes to whoever catches it.
  const MOST = 10n ** 12n - 1n;
  explain.whole = (text, least, name) => {
    const digits = String(text).trim(), value = /^\d{1,40}$/.test(digits) ? BigInt(digits) : -1n;
    if (value < BigInt(least) || value > MOST) throw Object.assign(new Error(name), { key: "number", slots: { name, least: String(least), most: explain.print.grouped(MOST) } });
    return value;
  };

  // What a field is called on the page.
  explain.labelOf = (input) => input.closest("label").firstChild.textContent.trim();

  const numbers = (root) => root.querySelectorAll("input[type=number]");
  explain.addSliders = (root) => numbers(root).forEach(slider);
  explain.showSliders = (root) => numbers(root).forEach(show);
})();
