"use strict";
(() => {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const [search, show, provider, theme, count] = ["q", "show", "provider", "theme", "count"].map(by);
  const lines = [...document.querySelectorAll("tr.line")].map((row) => ({
    row,
    owner: row.closest("section").dataset.provider,
    text: `${row.id} ${row.textContent}`.toLowerCase(),
  }));
  const fixtures = [...document.querySelectorAll("article.fixture")].map((row) => ({
    row,
    owner: row.dataset.provider,
    text: row.textContent.toLowerCase(),
  }));
  const sections = [...document.querySelectorAll("section.provider")];
  const wanted = {
    all: () => true,
    cited: (row) => "cited" in row.dataset,
    uncovered: (row) => row.dataset.state === "uncovered",
    survivor: (row) => "survivor" in row.dataset,
    failing: (row) => "failing" in row.dataset,
    discrepancy: (row) => "discrepancy" in row.dataset,
  };

  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (it) =>
      (!provider.value || it.owner === provider.value) && words.every((word) => it.text.includes(word));
    let seen = 0;
    for (const it of lines) {
      it.row.hidden = !(wanted[show.value](it.row) && fits(it));
      if (!it.row.hidden) seen += 1;
    }
    for (const it of fixtures) {
      it.row.hidden = !fits(it) || (show.value === "failing" && !("failing" in it.row.dataset));
    }
    for (const it of sections) it.hidden = Boolean(provider.value) && it.dataset.provider !== provider.value;
    count.textContent = `${seen} of ${lines.length} lines`;
  };

  const dark = () => {
    const said = root.dataset.theme;
    return said ? said === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const paint = () => {
    theme.setAttribute("aria-pressed", String(dark()));
  };
  const turn = () => {
    root.dataset.theme = dark() ? "light" : "dark";
    // A page from a file may have no storage; the choice then lasts as long as the page.
    try { localStorage.setItem("verbatim-theme", root.dataset.theme); } catch { /* nothing is kept */ }
    paint();
  };
  try {
    const kept = localStorage.getItem("verbatim-theme");
    if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  } catch { /* nothing was kept */ }

  // What a link leads to is shown, whatever is filtered, and has the focus.
  const arrive = () => {
    const target = by(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden || target.closest("[hidden]")) {
      search.value = "";
      show.value = "all";
      provider.value = "";
      apply();
    }
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  };

  const step = (forward, fits) => {
    const visible = lines.filter((it) => !it.row.hidden).map((it) => it.row);
    const here = visible.indexOf(document.activeElement?.closest?.("tr.line"));
    const order = forward ? visible.slice(here + 1) : visible.slice(0, Math.max(here, 0)).reverse();
    const next = order.find(fits);
    if (next) {
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "center" });
    }
  };
  const wrong = (row) => row.dataset.state === "uncovered" || "survivor" in row.dataset || "failing" in row.dataset;

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (at.matches("input, select")) {
      if (event.key === "Escape" && at === search) {
        search.value = "";
        apply();
        search.blur();
      }
      return;
    }
    if (event.key === "/") search.focus();
    else if (event.key === "j") step(true, () => true);
    else if (event.key === "k") step(false, () => true);
    else if (event.key === "n") step(true, wrong);
    else if (event.key === "d") turn();
    else if (event.key === "Enter" && at.matches("tr.line")) {
      const first = at.querySelector('a[href^="#f"]');
      if (!first) return;
      location.hash = first.getAttribute("href");
    } else return;
    event.preventDefault();
  });
  search.addEventListener("input", apply);
  show.addEventListener("change", apply);
  provider.addEventListener("change", apply);
  theme.addEventListener("click", turn);
  addEventListener("hashchange", arrive);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  paint();
  apply();
  if (location.hash) arrive();
})();
