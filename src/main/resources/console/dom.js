// Elements made of data. Text is always text: nothing here, and nobody else, parses markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element; children are elements or what becomes text. Keys with a hyphen, role and for are attributes. */
export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** An element of SVG, whose properties are all attributes. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  element.append(...children);
  return element;
}

/** Puts these in place of what was there. */
export function show(parent, ...children) {
  parent.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}

/** What went wrong, as an element that is read out. */
export function problem(error) {
  return el("p", { className: "problem", role: "alert" }, error.message);
}

/** A table of rows of cells; a column is {title, number}. */
export function table(caption, columns, rows) {
  return el(
    "div",
    { className: "scroll" },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, ...columns.map((column) =>
        el("th", { scope: "col", className: column.number ? "number" : "" }, column.title)))),
      el("tbody", {}, ...rows.map((cells) =>
        el("tr", {}, ...cells.map((cell, at) =>
          el("td", { className: columns[at].number ? "number" : "" }, cell)))))));
}

/** Terms and what they stand for. */
export function facts(pairs) {
  return el("dl", { className: "facts" }, ...pairs.map(([term, value]) =>
    el("div", {}, el("dt", {}, term), el("dd", {}, value))));
}

function fill(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) {
      continue;
    }
    if (key.includes("-") || key === "role" || key === "for" || key === "list") {
      element.setAttribute(key, value);
    } else {
      element[key] = value;
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}
