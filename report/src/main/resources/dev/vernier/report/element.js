"use strict";

/** An element. Strings among the children become text, never markup; functions among the attributes listen to events. */
function element(tag, attributes, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
function drawn(tag, attributes, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") {
      made.addEventListener(name, value);
    } else if (name === "style") {
      Object.entries(value).forEach(([property, set]) => made.style.setProperty(property, set));
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== ""));
  return made;
}

/** A section of the page; nothing where there is nothing to show. */
function section(id, title, lead, ...content) {
  const shown = content.flat(Infinity).filter(Boolean);
  return shown.length === 0 ? null
    : element("section", {id}, element("h2", {}, title), lead ? element("p", {class: "lead"}, lead) : null, shown);
}

/** A list of terms and what they are; those that are not known are left out. */
function facts(pairs) {
  return element("dl", {class: "facts"}, pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, value))));
}
