/**
 * The palette: type a part of a name, or a number, and Enter puts the node on the board. What has the keyboard on the
 * board feeds it, and the new node has the keyboard next, so a chain is built without a pointer.
 */

import {batch} from "@preact/signals-core";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {ops} from "../api/catalogue.js";
import {added, wired} from "../editing/edits.js";
import {besides} from "../editing/arrange.js";
import {offersFor} from "../editing/offers.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {dragOffer} from "./build-offer.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").Offer} Offer */

const said = words.build;

/** @param {{desk: Desk}} props */
export function Palette({desk}) {
  const {store} = desk;
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [catalogue, fill] = useState(/** @type {readonly import("../page.js").OpEntry[] | null} */ (null));
  const [typed, type] = useState(() => store.palette.peek()?.typed ?? "");
  // Enter came before the list of ops: what that offers first is taken when it is there.
  const [eager, hurry] = useState(() => store.palette.peek()?.taken === true);
  const [at, move] = useState(0);
  const [feeding] = useState(() => feederOf(store));
  useLayoutEffect(() => {
    dialog.current?.showModal();
    ops().then(fill, (error) => {
      fill([]);
      desk.session.refuse(error);
    });
  }, []);
  const offers = offersFor(catalogue ?? [], typed, said);
  const chosen = Math.min(at, offers.length - 1);
  useEffect(() => dialog.current?.querySelector("[aria-selected=true]")?.scrollIntoView({block: "nearest"}), [chosen, typed]);
  const close = () => (store.palette.value = null);
  const take = (/** @type {Offer | undefined} */ offer) => {
    if (!offer) return;
    put(desk, offer, feeding);
    dialog.current?.close();
  };
  useEffect(() => {
    if (eager && catalogue) take(offers[chosen]);
  }, [eager, catalogue]);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const by = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (by) move(Math.max(0, Math.min(offers.length - 1, chosen + by)));
    else if (event.key === "Enter" && catalogue) take(offers[chosen]);
    else if (event.key === "Enter") hurry(true);
    else return;
    event.preventDefault();
  };
  return html`<dialog class="palette" ref=${dialog} aria-label=${said.palette} onClose=${close} onClick=${(/** @type {MouseEvent} */ event) => event.target === dialog.current && dialog.current?.close()}>
    <input type="search" role="combobox" aria-expanded="true" aria-controls="offers" aria-activedescendant=${offers[chosen] ? `offer-${chosen}` : undefined}
      aria-label=${said.search} placeholder=${said.search} autocomplete="off" autocapitalize="none" spellcheck=${false} value=${typed}
      onInput=${(/** @type {InputEvent} */ event) => {
        type(/** @type {HTMLInputElement} */ (event.target).value);
        move(0);
      }} onKeyDown=${onKeyDown} />
    <ul id="offers" role="listbox" aria-label=${said.offers}>${offers.map((offer, index) => html`
      <li key=${offer.key} id=${`offer-${index}`} role="option" aria-selected=${index === chosen} onClick=${() => take(offer)}
        onPointerDown=${(/** @type {PointerEvent} */ event) => dragOffer(desk, event, (point) => {
          put(desk, offer, null, point);
          dialog.current?.close();
        })}><b>${offer.title}</b><span>${offer.note}</span></li>`)}</ul>
    ${catalogue && offers.length === 0 && html`<p class="soft" role="status">${said.noOffer(typed)}</p>`}
  </dialog>`;
}

/** The node that a new op's first port is wired from: the one said; where no place is said either, the one at hand. @param {Desk["store"]} store */
function feederOf({palette, selected, inspected}) {
  const {at = null, feeding = null} = palette.peek() ?? {};
  return at ? feeding : selected.peek() ?? inspected.peek();
}

/** From a leaf's middle to its tip, which is where it stands. */
const LEAF_TIP = 48;

/**
 * Put what was chosen on the board.
 * @param {Desk} desk
 * @param {Offer} offer
 * @param {string | null} feeding  the node that an op's first port is wired from
 * @param {import("../types.js").Point | null} [point]  where its middle comes to stand
 */
export function put({store, session}, offer, feeding, point = store.palette.peek()?.at ?? null) {
  const now = session.editing.document;
  const isOp = "op" in offer;
  const at = point ? /** @type {const} */ ([point[0] + (isOp ? 0 : LEAF_TIP), point[1]]) : besides(now, isOp ? feeding : null);
  const {graph, id} = added(now, offer, at);
  const fed = feeding !== null && "op" in offer && now.nodes.some((node) => node.id === feeding);
  session.editing.edit(() => (fed ? wired(graph, feeding, id, 0) : graph));
  session.editing.looked = id;
  batch(() => {
    store.focusOn.value = id;
    store.selected.value = id;
    if (!store.narrow.peek() || store.overview.peek()) return;
    store.overview.value = true; // A step's neighbourhood would not show it.
    store.cameraMode.value = "fit";
  });
}
