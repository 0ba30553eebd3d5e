"use strict";

/**
 * A table that its reader sorts. A column has a title and a value of each row; `text` says how the value is written,
 * `cell` makes more than text of it, `minor` columns are left out on narrow screens. Of long tables the first rows are
 * shown until more are asked for.
 */
function table(name, columns, rows, {most = 25} = {}) {
  const body = element("tbody");
  const more = element("button", {type: "button", class: "more", click: () => { limit = Infinity; fill(); }});
  let limit = most;
  let order = rows;

  function fill() {
    body.replaceChildren(...order.slice(0, limit).map(row =>
      element("tr", {}, columns.map(column => cell(column, row)))));
    more.hidden = order.length <= limit;
    more.textContent = `Show all ${count(order.length)}`;
  }

  function sort(column, heading) {
    const ascending = heading.getAttribute("aria-sort") === "descending"
      || !heading.hasAttribute("aria-sort") && !column.numeric;
    heading.parentElement.querySelectorAll("th").forEach(other => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    order = rows.toSorted((a, b) => compared(column.value(a), column.value(b), ascending));
    fill();
  }

  const headings = columns.map(column => {
    const heading = element("th", {scope: "col", class: styleOf(column)});
    heading.append(element("button", {type: "button", click: () => sort(column, heading)}, column.title));
    return heading;
  });
  fill();
  return [element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": name},
    element("table", {}, element("thead", {}, element("tr", {}, headings)), body)), more];
}

function cell(column, row) {
  const value = column.value(row);
  const content = column.cell ? column.cell(row) : column.text ? column.text(value) : value;
  return element("td", {class: styleOf(column)}, content ?? "");
}

function styleOf(column) {
  return [column.numeric ? "number" : "", column.minor ? "minor" : ""].join(" ").trim() || null;
}

/** What is not known comes last either way. */
function compared(a, b, ascending) {
  const absent = value => value === null || value === undefined;
  if (absent(a) || absent(b)) {
    return absent(a) - absent(b);
  }
  const order = typeof a === "number" ? a - b : String(a).localeCompare(String(b), "en", {numeric: true});
  return ascending ? order : -order;
}

/** A share of a line from `start` on, in percent, with a mark where one is given. */
function bar(effect, start, size, mark = null) {
  const at = place => `${place}%`;
  return drawn("svg", {class: `bar ${effect}`, "aria-hidden": "true"},
    drawn("line", {class: "whole", x1: 0, x2: "100%", y1: 6, y2: 6}),
    drawn("line", {class: "part", x1: at(start), x2: at(start + size), y1: 6, y2: 6}),
    mark === null ? null : drawn("line", {class: "mark", x1: at(mark), x2: at(mark), y1: 0, y2: 12}));
}
