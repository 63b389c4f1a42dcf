/**
 * A view that is fetched when it is first shown, so that the first screen need not carry it.
 *
 * Until it is there an unseen mark says that it is coming; once it was there, it is drawn at once.
 */

import {h} from "preact";
import {useEffect, useState} from "preact/hooks";

/** @typedef {import("preact").ComponentType<any>} View */

/** @type {Map<() => Promise<View>, View>} */
const there = new Map();

/**
 * @param {{load: () => Promise<View>, props: object}} given  `load` must be the same function at every drawing
 */
export function Lazy({load, props}) {
  const [view, show] = useState(() => there.get(load) ?? null);
  useEffect(() => {
    if (view) return undefined;
    let wanted = true;
    void load().then((fetched) => {
      there.set(load, fetched);
      if (wanted) show(() => fetched);
    });
    return () => {
      wanted = false;
    };
  }, [load]);
  return view ? h(view, props) : h("i", {hidden: true, "data-coming": ""});
}
