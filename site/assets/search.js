// Search over an index that is a script: words by their beginnings, numbers by their digits.
"use strict";

(function () {
  const { say } = explain;
  const form = document.querySelector("[data-search]"), input = form.elements.q;
  const told = document.querySelector("[data-found]"), list = document.querySelector("[data-results]");
  const MOST = 40;
  const PREFIX = { k: 1e3, m: 1e6, g: 1e9, b: 1e9 };

  // 138,357,544 and 138357544 are one number; 138M is any number that rounds to it.
  function wanted(word) {
    const bare = word.replace(/[,_' ](?=\d{3})/g, "");
    const match = /^(\d+)(?:\.(\d+))?([kmgb])?$/i.exec(bare);
    if (!match) return { text: word.toLowerCase() };
    const [, whole, decimals = "", letter] = match;
    if (!letter) return { digits: decimals ? bare : whole, text: bare };
    const scale = PREFIX[letter.toLowerCase()], value = Number(`${whole}.${decimals || 0}`) * scale, half = (scale / 10 ** decimals.length) / 2;
    return { from: value - half, to: value + half, text: word.toLowerCase() };
  }

  const fitsNumber = (one, numbers) => numbers.some((number) => (one.digits ? number === one.digits : Number(number) >= one.from && Number(number) < one.to));

  // How well a page fits: in its title, among its numbers, in its words; 0 where a word is missing.
  function score(page, asked) {
    let found = 0;
    for (const one of asked) {
      const [, title, text, numbers, facts] = page;
      const inTitle = one.text && title.toLowerCase().includes(one.text);
      const isNumber = one.digits || one.from !== undefined;
      if (isNumber && inTitle) found += 12;
      else if (isNumber && fitsNumber(one, facts)) found += 9;
      else if (isNumber && fitsNumber(one, numbers)) found += 6;
      else if (inTitle) found += title.toLowerCase() === one.text ? 20 : 8;
      else if (one.text && text.toLowerCase().includes(one.text)) found += 1;
      else return 0;
    }
    return found;
  }

  // The first words of a page, as many as fit on a line or two.
  const begun = (text) => (text.length > 130 ? `${text.slice(0, text.lastIndexOf(" ", 130))} …` : text);

  function search() {
    const words = input.value.replace(/(\d)[, ](?=\d{3}(?:\D|$))/g, "$1").trim().split(/\s+/).filter(Boolean);
    const asked = words.map(wanted);
    const found = asked.length
      ? explain.index.map((page) => [score(page, asked), page]).filter(([points]) => points > 0).sort((one, other) => other[0] - one[0])
      : [];
    const count = found.length;
    told.textContent = !asked.length ? "" : count === 0 ? say("site.js_no_results") : count === 1 ? say("site.js_results_one") : say("site.js_results", { count });
    list.replaceChildren(...found.slice(0, MOST).map(([, [address, title, text]]) => {
      const link = Object.assign(document.createElement("a"), { href: document.body.dataset.root + address, textContent: title });
      const about = Object.assign(document.createElement("span"), { textContent: begun(text) });
      const row = document.createElement("li");
      row.append(link, " ", about);
      return row;
    }));
    history.replaceState(null, "", input.value ? `#${new URLSearchParams({ q: input.value })}` : location.pathname.split("/").pop());
  }

  function fromAddress() {
    input.value = new URLSearchParams(location.hash.slice(1)).get("q") || "";
    search();
  }

  form.hidden = false;
  window.addEventListener("hashchange", fromAddress);
  form.addEventListener("input", search);
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  if (location.hash.includes("q=")) fromAddress();
})();
