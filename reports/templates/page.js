// Two comforts for tables and quotations; every page is whole without them.
for (const table of document.querySelectorAll("table.sortable")) {
  const rows = [...table.tHead.rows].at(-1);
  for (const head of rows.querySelectorAll("th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of rows.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[head.cellIndex].dataset.sort ?? row.cells[head.cellIndex].textContent.trim();
      const sorted = [...table.tBodies[0].rows].sort((a, b) => key(a).localeCompare(key(b), "en-GB", { numeric: true }));
      table.tBodies[0].append(...(down ? sorted.reverse() : sorted));
    });
  }
}
for (const quote of document.querySelectorAll("blockquote.quote")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(quote.querySelector("p").textContent.trim());
    button.textContent = "Copied";
  });
  quote.append(button);
}
