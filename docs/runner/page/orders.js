// @ts-check
/** The panel "Other orders" of a program, closed and empty until a reader opens it, which loads its contents (orders-panel.js). */
import {folded} from "./folded.js";
import {part} from "./parts.js";

/** Modules that a program with several tasks or threads mentions. */
const CONCURRENT = /\b(?:asyncio|anyio|trio|threading|_thread|concurrent)\b/;

/** Adds the panel to a program that may run in other orders. @param {HTMLElement & {source: string, playground: boolean}} host the program's element */
export function offerOrders(host) {
  if (!host.playground && !CONCURRENT.test(host.source)) return;
  const hint = host.dataset.goal ? "search them, or break the program yourself" : "search them, or choose one yourself";
  const {section, details} = folded("orders", "Other orders", hint);
  host.append(section);
  /** @type {Promise<any> | null} */
  let filling = null;
  const fill = async () => {
    const {OrdersPanel} = await part(new URL("./orders-panel.js", import.meta.url), new URL("./orders-panel.css", import.meta.url));
    details.querySelector(".snippet-failure")?.remove();
    return new OrdersPanel(host, details);
  };
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    filling ??= fill().catch((error) => {
      filling = null; // the next time tries again
      const line = document.createElement("p");
      line.className = "snippet-failure";
      line.setAttribute("role", "alert");
      line.textContent = `The panel could not be loaded: ${error.message} Close it and open it again.`;
      details.querySelector(".snippet-failure")?.remove();
      details.append(line);
    });
  });
}
