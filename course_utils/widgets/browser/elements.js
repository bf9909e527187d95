// Elements of the page, made in one expression.

export function element(tag, attributes, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

// Without this attribute JupyterLab takes arrow keys and Space for itself.
export const OWN_KEYS = { "data-lm-suppress-shortcuts": "" };

export function button(name, tooltip, act) {
  const made = element("button", { type: "button", title: tooltip, class: "rnn-button", ...OWN_KEYS }, name);
  made.addEventListener("click", act);
  return made;
}

let last = 0;

/** An id that no other element of the page has. */
export function freshId() {
  last += 1;
  return `rnn-${Math.random().toString(36).slice(2)}-${last}`;
}
