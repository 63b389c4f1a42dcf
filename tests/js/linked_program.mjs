/**
 * Reads {linked, modules: {path: text}} from standard input; writes the paths of modules whose statements are not those
 * of the function that stands for them. What is imported and exported is left out on both sides: running shows that.
 */

import {text} from "node:stream/consumers";

import {parse} from "../../static/js/node_modules/acorn/dist/acorn.mjs";

const {linked, modules} = JSON.parse(await text(process.stdin));
const program = (source) => parse(source, {ecmaVersion: "latest", sourceType: "module"}).body;
const kept = (name, value) => {
  if (name === "start" || name === "end") return undefined;
  if (value?.type === "ImportExpression" || value?.callee?.name === "onUse") return "on use";
  return value?.type === "TemplateElement" ? value.value.raw.replaceAll(/\n\s+/g, "\n") : value;
};
const written = (statements) => JSON.stringify(statements, kept);

/** @param {any} statement  of a module @returns {readonly any[]}  what is left of it without its being exported */
function bare(statement) {
  if (statement.type === "ExportDefaultDeclaration") return [["default", statement.declaration]];
  if (statement.type === "ExportNamedDeclaration") return statement.declaration ? [statement.declaration] : [];
  return statement.type === "ImportDeclaration" ? [] : [statement];
}

/** @param {any} statement  of a function @returns {readonly any[]} */
function own(statement) {
  const [first] = statement.declarations ?? [];
  if (first?.id.name === "theDefault") return [["default", first.init]];
  const from = first?.init?.property?.name === "default" ? first.init.object : first?.init;
  return from?.object?.name === "linked" || statement.type === "ReturnStatement" ? [] : [statement];
}

/** `function` is an expression once it is a const's. @param {string} text */
const asExpression = (text) => text.replaceAll('["default",{"type":"FunctionDeclaration"', '["default",{"type":"FunctionExpression"');

const functions = new Map(program(linked).flatMap(({expression}) => (
  expression?.left?.object?.name === "linked" ? [[expression.left.property.value, expression.right.callee.body.body]] : [])));
const different = Object.entries(modules).filter(([path, source]) => (
  asExpression(written(program(source).flatMap(bare))) !== written((functions.get(path) ?? []).flatMap(own))));
process.stdout.write(JSON.stringify(different.map(([path]) => path)));
