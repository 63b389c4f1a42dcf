/**
 * Changing the node that is looked into, or all that were chosen: name, kind or op, what feeds it, settings, shape.
 *
 * Whatever a pointer does on the board can be done here by keyboard: every port is a list of what may feed it.
 */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {ops} from "../api/catalogue.js";
import {withAttrs, withKind, withOp, withOutput, refusalOf, renamed, unwired, wired} from "../editing/edits.js";
import {freshOpId, nameRefusal} from "../editing/names.js";
import {firstAttrs} from "../editing/offers.js";
import {readShape, reshaped, shapeOf, writeShape} from "../editing/shape.js";
import {words} from "../state/words.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").OpEntry} OpEntry */
/** @typedef {import("../page.js").OpSetting} OpSetting */
/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").GraphNode} GraphNode */
/** One node and what may be done with it. @typedef {{desk: Desk, graph: GraphDocument, node: GraphNode, catalogue: readonly OpEntry[]}} About */

const said = words.build;

/** @param {{desk: Desk, id: string}} props */
export function NodeEdit({desk, id}) {
  const {store} = desk;
  const place = useRef(/** @type {HTMLDetailsElement | null} */ (null));
  const [catalogue, fill] = useState(/** @type {readonly OpEntry[]} */ ([]));
  const open = store.changing.value;
  useEffect(() => {
    if (open) void ops().then(fill, (error) => desk.session.refuse(error));
  }, [open]);
  useLayoutEffect(() => {
    if (!open || store.changeNow.peek() !== id) return;
    store.changeNow.value = null;
    /** @type {HTMLElement | null | undefined} */ (place.current?.querySelector("input, select, button"))?.focus();
  }, [open, id, store.changeNow.value]);
  const graph = store.shown.value?.document.parsed;
  const node = graph?.nodes.find((one) => one.id === id);
  if (!graph) return null;
  // Escape gives the keyboard back to the node on the board, where arrows walk on and a key adds what it feeds.
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    store.focusOn.value = id;
  };
  return html`<details class="change" onKeyDown=${onKeyDown} ref=${place} open=${open} onToggle=${(/** @type {Event} */ event) => (store.changing.value = /** @type {HTMLDetailsElement} */ (event.currentTarget).open)}>
    <summary>${said.change}<kbd>F</kbd></summary>
    ${open && (node ? h(Fields, {key: id, desk, graph, node, catalogue}) : html`<p class="soft">${said.part}</p>`)}
  </details>`;
}

/** @param {About} about */
function Fields(about) {
  const {desk, graph, node, catalogue} = about;
  const {editing} = desk.session;
  const entry = catalogue.find(({name}) => name === node.op);
  return html`<div class="fields">
    ${h(Name, about)}
    ${node.op ? html`<label>${said.op}<select aria-label=${said.op} value=${node.op} onChange=${(/** @type {Event} */ event) => changeOp(about, valueOf(event))}>
        ${catalogue.map(({name, title}) => html`<option key=${name} value=${name} selected=${name === node.op}>${title ?? name}</option>`)}</select></label>`
      : html`<label>${said.kind}<select aria-label=${said.kind} value=${node.kind ?? "input"} onChange=${(/** @type {Event} */ event) => editing.edit((now) => withKind(now, node.id, /** @type {"input"} */ (valueOf(event))))}>
        ${["input", "parameter", "constant"].map((kind) => html`<option key=${kind} value=${kind} selected=${kind === (node.kind ?? "input")}>${kind}</option>`)}</select></label>`}
    ${node.op ? h(Ports, {...about, entry}) : h(Shape, about)}
    ${(entry?.settings ?? []).map((setting) => h(Setting, {key: setting.name, ...about, setting}))}
    ${graph.outputs?.at(-1) !== node.id && html`<button type="button" onClick=${() => editing.edit((now) => withOutput(now, node.id))}>${said.makeOutput}</button>`}
  </div>`;
}

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLInputElement} */ (event.currentTarget).value;

/** A node that is called after its op is called after the new one. @param {About} about @param {string} name */
function changeOp({desk, graph, node, catalogue}, name) {
  const entry = catalogue.find((one) => one.name === name);
  if (!entry) return;
  const what = {op: name, operands: entry.operands?.length ?? 1, attrs: firstAttrs(entry.settings ?? [])};
  const called = new RegExp(`^_${node.op}\\d+$`).test(node.id) ? freshOpId(graph, name) : node.id;
  desk.session.editing.edit((now) => renamed(withOp(now, node.id, what), node.id, called), (id) => (id === node.id ? called : id));
}

/** @param {About} about */
function Name({desk, graph, node}) {
  const {store, session} = desk;
  const unnamed = node.id.startsWith("_");
  const [text, setText] = useState(unnamed ? "" : node.id);
  const refusal = text === "" && unnamed ? null : nameRefusal(graph, node.id, text);
  const keep = () => {
    if (refusal || text === "" || text === node.id) return;
    session.editing.edit((now) => renamed(now, node.id, text), (id) => (id === node.id ? text : id));
  };
  // The fields of the node by its new name have the keyboard again; who leaves the field goes where they like.
  const stay = () => {
    if (!refusal && text !== "") store.changeNow.value = text;
    keep();
  };
  return html`<label>${said.name}<input aria-label=${said.name} type="text" autocomplete="off" autocapitalize="none" spellcheck=${false} value=${text} placeholder=${unnamed ? said.noName : ""}
      aria-invalid=${Boolean(refusal)} onInput=${(/** @type {Event} */ event) => setText(valueOf(event))} onBlur=${keep}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === "Enter" && stay()} /></label>
    ${refusal && html`<p class="wrong" role="alert">${said.names[refusal]}</p>`}`;
}

/** What feeds each port: a list of all that may. @param {About & {entry: OpEntry | undefined}} props */
function Ports({desk, graph, node, entry}) {
  const inputs = node.inputs ?? [];
  const count = inputs.length + (entry?.variadic ? 1 : 0);
  return Array.from({length: count}, (_, index) => {
    const sources = graph.nodes.filter(({id}) => id === inputs[index] || refusalOf(graph, id, node.id, index, true) === null);
    const change = (/** @type {string} */ source) => desk.session.editing.edit((now) => (
      source === "" ? unwired(now, node.id, index) : wired(now, source, node.id, index)));
    const name = said.fedBy(entry?.operands?.[index] ?? String(index + 1));
    return html`<label key=${index}>${name}<select aria-label=${name} value=${inputs[index] ?? ""} onChange=${(/** @type {Event} */ event) => change(valueOf(event))}>
      ${index < inputs.length && html`<option value="" selected=${inputs[index] == null}>${said.open}</option>`}
      ${index >= inputs.length && html`<option value="" selected>${said.another}</option>`}
      ${sources.map(({id}) => html`<option key=${id} value=${id} selected=${id === inputs[index]}>${id}</option>`)}</select></label>`;
  });
}

/** @param {About} about */
function Shape({desk, node}) {
  const now = writeShape(shapeOf(node.value));
  const [text, setText] = useState(now);
  const shape = readShape(text);
  const keep = () => shape && writeShape(shape) !== now && desk.session.editing.edit((graph) => ({
    ...graph, nodes: graph.nodes.map((one) => (one.id === node.id ? {...one, value: reshaped(one.value, shape)} : one)),
  }));
  return html`<label>${said.shape}<input aria-label=${said.shape} type="text" autocomplete="off" value=${text} placeholder=${said.single} aria-invalid=${shape === null}
      onInput=${(/** @type {Event} */ event) => setText(valueOf(event))} onBlur=${keep} onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === "Enter" && keep()} /></label>
    ${shape === null && html`<p class="wrong" role="alert">${said.noShape}</p>`}`;
}

/** One setting of an op, by its kind: a choice, a yes or no, a number, or positions as JSON writes them. @param {About & {setting: OpSetting}} props */
function Setting({desk, node, setting: {name, kind, choices, default: usual}}) {
  const now = node.attrs?.[name] ?? usual ?? null;
  const [text, setText] = useState(JSON.stringify(now));
  const change = (/** @type {unknown} */ value) => desk.session.editing.edit((graph) => withAttrs(graph, node.id, {...node.attrs, [name]: value}));
  if (choices) {
    return html`<label>${name}<select aria-label=${name} value=${String(now)} onChange=${(/** @type {Event} */ event) => change(valueOf(event))}>
      ${choices.map((choice) => html`<option key=${choice} value=${choice} selected=${choice === now}>${choice}</option>`)}</select></label>`;
  }
  if (kind === "bool") {
    return html`<label class="tick"><input type="checkbox" checked=${now === true}
      onChange=${(/** @type {Event} */ event) => change(/** @type {HTMLInputElement} */ (event.currentTarget).checked)} />${name}</label>`;
  }
  const read = parsed(text);
  const keep = () => read !== undefined && JSON.stringify(read) !== JSON.stringify(now) && change(read);
  return html`<label>${name}<input aria-label=${name} type="text" autocomplete="off" value=${text} aria-invalid=${read === undefined}
    onInput=${(/** @type {Event} */ event) => setText(valueOf(event))} onBlur=${keep} onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === "Enter" && keep()} /></label>`;
}

/** @param {string} text @returns {unknown}  undefined where it is no JSON */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
