// @ts-check

/** A panel below a program, closed and empty. @param {string} name a class @param {string} title @param {string} hint what it has for whom */
export function folded(name, title, hint) {
  const section = document.createElement("section");
  section.className = name;
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const small = document.createElement("small");
  small.textContent = hint;
  summary.append(`${title} `, small);
  details.append(summary);
  section.append(details);
  return {section, details};
}
