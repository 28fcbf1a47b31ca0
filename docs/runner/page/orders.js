// @ts-check
/** The panel "Other orders" of a program, closed and empty until a reader opens it, which loads its contents (orders-panel.js). */
import {folded} from "./folded.js";
import {teller} from "./notes.js";
import {awaited, part} from "./parts.js";

/** Modules that a program with several tasks or threads mentions. */
const CONCURRENT = /\b(?:asyncio|anyio|trio|threading|_thread|concurrent)\b/;

/** Adds the panel to a program that may run in other orders. @param {HTMLElement & {source: string, playground: boolean}} host the program's element */
export function offerOrders(host) {
  if (!host.playground && !CONCURRENT.test(host.source)) return;
  const hint = `search them, or ${host.dataset.goal ? "break the program" : "choose one"} yourself`;
  const {section, details} = folded("orders", "Other orders", hint);
  host.append(section);
  let filling = false;
  details.addEventListener("toggle", async () => {
    if (!details.open || filling) return;
    filling = true;
    const loaded = await awaited(part("orders-panel.js", "orders-panel.css"), teller(details));
    if (loaded) new loaded.OrdersPanel(host, details);
    else filling = false; // the next time tries again
  });
}
