// A formula's tree as MathML Core, and as plain characters; brackets and signs as in
// explainer/render/maths/pen.py and precedence.py, elements as in mathml.py.
"use strict";

explain.print = (function () {
  const exact = explain.exact;
  const SUM = 0, SIGNED = 1, QUOTIENT = 2, PRODUCT = 3, POWER = 4, ATOM = 5;
  const HERE = 0, IN_FENCES = 1, NEVER = 2;
  const PLACES = BigInt(explain.rules.places), MARKS = explain.rules.marks;

  const grouped = (whole) => String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const beside = (stacking) => (stacking === HERE ? IN_FENCES : stacking);
  const within = (stacking) => (stacking === IN_FENCES ? HERE : stacking);

  // 73,856 and 12.5; null for a fraction that has to stay one.
  function numeral(value) {
    if (exact.whole(value)) return grouped(value);
    const scaled = exact.top(value) * 10n ** PLACES;
    if (scaled % exact.bottom(value)) return null;
    const all = scaled / exact.bottom(value), unit = 10n ** PLACES;
    const decimals = String(all % unit).padStart(Number(PLACES), "0").replace(/0+$/, "");
    return grouped(all / unit) + (decimals ? `.${decimals}` : "");
  }

  function inWords(value) {
    if (exact.top(value) < 0n) return `−${inWords(exact.minus(value))}`;
    return numeral(value) || `${grouped(exact.top(value))}/${grouped(exact.bottom(value))}`;
  }

  // Rounded half up to so many decimals, for figures in MB and the like.
  function decimals(value, places) {
    const scale = 10n ** BigInt(places);
    const all = exact.floor(exact.sum(exact.product(value, scale), exact.number(1n, 2n)));
    if (!places) return grouped(all);
    return `${grouped(all / scale)}.${String(all % scale).padStart(places, "0")}`;
  }

  // A part of a whole in per cent, to a tenth.
  function share(part, whole) {
    return exact.equal(whole, 0n) ? "0" : decimals(exact.quotient(exact.product(100n, part), whole), 1);
  }

  function binding(tree) {
    if (tree.kind === "number") {
      if (exact.top(tree.value) < 0n) return SIGNED;
      return numeral(tree.value) === null ? QUOTIENT : ATOM;
    }
    return { sum: SUM, minus: SIGNED, quotient: QUOTIENT, product: PRODUCT, power: POWER }[tree.kind] ?? ATOM;
  }

  function unwrapped(tree) {
    if (tree.kind !== "sum" && tree.kind !== "product") return tree;
    if (tree.parts.length === 1) return unwrapped(tree.parts[0]);
    if (tree.parts.length) return tree;
    return { kind: "number", value: tree.kind === "sum" ? 0n : 1n, symbol: "" };
  }

  function part(tree, pen, place, stacking) {
    const shown = unwrapped(tree), text = bare(shown, pen, stacking);
    return binding(shown) < place ? pen.fenced("(", text, ")") : text;
  }

  const anywhere = (tree, pen, stacking) => part(tree, pen, SUM, stacking);
  const inside = (tree, pen, stacking) => part(tree, pen, SUM, within(stacking));

  function terms(parts, pen, stacking) {
    return parts.map((term, i) => {
      const subtracted = term.kind === "minus";
      const place = i === 0 && !subtracted ? SIGNED : QUOTIENT;
      return [part(subtracted ? term.parts[0] : term, pen, place, stacking), subtracted];
    });
  }

  function bare(tree, pen, stacking) {
    const parts = tree.parts;
    switch (tree.kind) {
      case "symbol": return pen.symbol(tree.name);
      case "number": return written(tree.value, tree.symbol, pen, stacking);
      case "minus": return pen.sum(terms([tree], pen, stacking));
      case "sum": return pen.sum(terms(parts, pen, stacking));
      case "product": return pen.product(parts.map((factor) => part(factor, pen, POWER, beside(stacking))));
      case "quotient": return quotient(parts[0], parts[1], pen, stacking);
      case "power": return pen.power(part(parts[0], pen, ATOM, beside(stacking)), anywhere(parts[1], pen, NEVER));
      case "floor": return pen.fenced("⌊", inside(parts[0], pen, stacking), "⌋");
      case "ceil": return pen.fenced("⌈", inside(parts[0], pen, stacking), "⌉");
      default: {
        const name = { largest: "max", smallest: "min", rounded: "rounded" }[tree.kind];
        return pen.call(name, parts.map((choice) => inside(choice, pen, stacking)));
      }
    }
  }

  function quotient(top, bottom, pen, stacking) {
    if (stacking === HERE) return pen.fraction(anywhere(top, pen, NEVER), anywhere(bottom, pen, NEVER));
    return pen.ratio(part(top, pen, PRODUCT, beside(stacking)), part(bottom, pen, POWER, beside(stacking)));
  }

  function written(value, symbol, pen, stacking) {
    if (exact.top(value) < 0n) return pen.sum([[written(exact.minus(value), symbol, pen, stacking), true]]);
    const digits = numeral(value);
    if (digits !== null) return pen.number(digits, symbol);
    const [top, bottom] = [exact.top(value), exact.bottom(value)].map((x) => pen.number(grouped(x), symbol));
    return stacking === HERE ? pen.fraction(top, bottom) : pen.ratio(top, bottom);
  }

  const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const mark = (name) => (MARKS[name] ? ` class="${MARKS[name]}"` : "");

  function namePart(text) {
    const kind = /^\d+$/.test(text) ? "mn" : text.includes(" ") ? "mtext" : "mi";
    return `<${kind}>${escaped(text)}</${kind}>`;
  }

  function symbolWith(mark, name) {
    const cut = name.indexOf("_");
    if (cut <= 0) return namePart(name).replace(">", `${mark}>`);
    return `<msub${mark}>${namePart(name.slice(0, cut))}${namePart(name.slice(cut + 1).replace(/_/g, " "))}</msub>`;
  }

  const mathml = {
    stacks: HERE,
    symbol: (name) => symbolWith(mark(name), name),
    number: (digits, symbol) => `<mn${mark(symbol)}>${digits}</mn>`,
    sum([[first, subtracted], ...rest]) {
      const head = subtracted ? `<mo form="prefix">−</mo>${first}` : first;
      return head + rest.map(([term, minus]) => `<mo>${minus ? "−" : "+"}</mo>${term}`).join("");
    },
    product: (factors) => factors.join("<mo>·</mo>"),
    fraction: (top, bottom) => `<mfrac><mrow>${top}</mrow><mrow>${bottom}</mrow></mfrac>`,
    ratio: (top, bottom) => `${top}<mo>/</mo>${bottom}`,
    power: (base, exponent) => `<msup>${base}<mrow>${exponent}</mrow></msup>`,
    fenced(left, text, right) {
      const stretchy = text.includes("<mfrac") ? "" : ' stretchy="false"';
      return `<mrow><mo${stretchy}>${left}</mo>${text}<mo${stretchy}>${right}</mo></mrow>`;
    },
    call(name, parts) {
      const list = parts.join('<mo class="comma">,</mo>');
      return `<mrow><mi>${name}</mi><mo>&#x2061;</mo>${this.fenced("(", list, ")")}</mrow>`;
    },
  };

  // A mistake's line marks no symbols: the step above it does.
  const unmarked = { ...mathml, symbol: (name) => symbolWith("", name), number: (digits) => `<mn>${digits}</mn>` };

  const characters = {
    stacks: NEVER,
    symbol: (name) => name,
    number: (digits) => digits,
    sum: ([[first, subtracted], ...rest]) =>
      (subtracted ? "-" : "") + first + rest.map(([term, minus]) => ` ${minus ? "-" : "+"} ${term}`).join(""),
    product: (factors) => factors.join(" × "),
    fraction: (top, bottom) => `${top} / ${bottom}`,
    ratio: (top, bottom) => `${top} / ${bottom}`,
    power: (base, exponent) => `${base}^${exponent}`,
    fenced: (left, text, right) => left + text + right,
    call: (name, parts) => `${name}(${parts.join(", ")})`,
  };

  const write = (tree, pen) => anywhere(tree, pen, pen.stacks);

  // The rows of a step in a table of MathML, the value marked.
  function work(symbol, rows, unit) {
    const last = rows.length - 1;
    const cells = rows.map((row, i) => {
      let text = write(row, mathml);
      if (i === last && row.kind === "number") text = `<mrow class="v">${text}</mrow>`;
      if (i === last && unit) text += `<mtext class="u">${escaped(unit)}</mtext>`;
      return `<mtr><mtd class="l">${i ? "" : mathml.symbol(symbol)}</mtd><mtd><mo>=</mo>${text}</mtd></mtr>`;
    });
    return `<math display="block" class="work"><mtable displaystyle="true">${cells.join("")}</mtable></math>`;
  }

  // a = b = c as formulas behind each other, so that a line can end between them; a badge stays with the last.
  function equation(symbol, rows, wrong, badge = "") {
    const [first, ...rest] = rows.map((row, i) => {
      const text = write(row, unmarked), last = i === rows.length - 1;
      const names = [...(last && row.kind === "number" ? ["v"] : []), ...(last && wrong ? ["wrong"] : [])];
      return names.length ? `<mrow class="${names.join(" ")}">${text}</mrow>` : text;
    });
    const begun = `<math>${mathml.symbol(symbol)}<mo>=</mo>${first}</math>`;
    const sides = [begun, ...rest.map((side) => `<math><mo form="infix" lspace="0">=</mo>${side}</math>`)];
    if (badge) sides.push(`<span class="kept">${sides.pop()}&#160;${badge}</span>`);
    return sides.join(" ");
  }

  return {
    numeral, inWords, decimals, share, grouped, escaped, work, equation,
    mathml: (tree) => write(tree, mathml),
    plain: (tree) => write(tree, characters),
  };
})();
