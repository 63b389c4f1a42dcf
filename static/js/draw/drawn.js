/**
 * What a picture has drawn, so that the next stop, or the next number, draws again only what looks different there.
 *
 * Most of a large graph looks the same at two stops in a row. A part kept is the same object as before, which also
 * spares the view the work of comparing it.
 */
export class Drawn {
  constructor() {
    /** @type {Map<string, Readonly<{look: string, on: unknown, part: unknown}>>} */
    this.parts = new Map();
  }

  /**
   * @template T
   * @param {string} key   which part
   * @param {string} look  everything of this stop that its look depends on
   * @param {() => T} make
   * @param {unknown} [on]  what it is drawn on: a slot, a wire, a node; another one is drawn anew
   * @returns {T}
   */
  keep(key, look, make, on = null) {
    const kept = this.parts.get(key);
    if (kept && kept.look === look && kept.on === on) return /** @type {T} */ (kept.part);
    const part = make();
    this.parts.set(key, {look, on, part});
    return part;
  }
}
