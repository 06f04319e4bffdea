// Sorting and filtering. The page is whole without this.
"use strict";
for (const table of document.querySelectorAll("table[data-sort]")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.classList.contains("drawn")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const way = head.getAttribute("aria-sort") === "descending" ? 1 : -1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way < 0 ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows];
      const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
      rows.sort((one, two) => way * key(one).localeCompare(key(two), "en", { numeric: true }));
      if (rows.length && "value" in rows[0].cells[column].dataset)
        rows.sort((one, two) => way * (key(one) - key(two)));
      table.tBodies[0].append(...rows);
    });
  });
}

for (const section of document.querySelectorAll("[data-filter]")) {
  const rows = [...section.querySelectorAll("tbody > tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const words = Object.assign(document.createElement("input"), { type: "search" });
  const state = document.createElement("select");
  for (const [value, text] of [["", "all"], ["confirmed flagged", "over the threshold"], ["confirmed", "confirmed"], ["within", "within"]])
    state.append(new Option(text, value));
  const said = document.createElement("output");
  const controls = Object.assign(document.createElement("div"), { className: "controls" });
  for (const [text, field] of [["Find", words], ["Show", state]]) {
    const label = document.createElement("label");
    label.append(text, field);
    controls.append(label);
  }
  controls.append(said);
  section.querySelector("table").before(controls);
  const filter = () => {
    const wanted = words.value.toLowerCase().trim();
    const states = state.value.split(" ").filter(Boolean);
    let seen = 0;
    rows.forEach((row, at) => {
      row.hidden = !texts[at].includes(wanted) || (states.length > 0 && !states.includes(row.dataset.state));
      seen += !row.hidden;
    });
    const all = !wanted && !states.length;
    said.textContent = all ? "" : `${seen} of ${rows.length} rows`;
    for (const more of section.querySelectorAll("details")) more.open ||= !all;
  };
  words.addEventListener("input", filter);
  state.addEventListener("change", filter);
}
