import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import path from "node:path";
import { parseSync, type Node } from "oxc-parser";
import { repository } from "./small-class.ts";

/** Codes of findings and errors that our sources make, each with a place, and places whose code cannot be read from the source. */
export interface CodesInSource {
  readonly made: ReadonlyMap<string, string>;
  readonly unread: readonly string[];
}

/** Functions and classes that take a code as a parameter: its position, by their name. */
type Makers = Map<string, number>;

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * All codes: values of properties, variables, defaults and error types named `code`, arguments for parameters of that name, and what
 * the Python trainer raises. A code that is made in another way, which no reader of the source would find either, is `unread`.
 */
export async function codesInSource(): Promise<CodesInSource> {
  const made = new Map<string, string>();
  const unread: string[] = [];
  const files = await Array.fromAsync(glob("packages/*/src/**/*.ts", { cwd: repository }));
  const sources = files
    .filter((file) => !/\.(test|fixture)\.ts$/.test(file))
    .sort()
    .map((file) => ({ file, ...parsed(file) }));
  const shared: Makers = new Map();
  for (const { program } of sources) for (const [name, at] of makersIn(program, true)) shared.set(name, at);
  for (const { file, program, lineOf } of sources) {
    const imported = new Set(nodesOf(program).flatMap(({ node }) => importedNames(node)));
    const callable = [...shared].filter(([name]) => /^\.|^new /.test(name) || imported.has(name));
    const makers = new Map([...callable, ...makersIn(program, false), ...makersIn(program, true)]);
    for (const { node, scopes } of nodesOf(program)) {
      for (const expression of codeExpressions(node, makers, scopes)) {
        const codes = valuesOf(expression, scopes);
        const place = `${file}:${lineOf(expression.start)}`;
        if (codes === undefined) unread.push(place);
        else for (const code of codes) if (kebab.test(code) && !made.has(code)) made.set(code, place);
      }
    }
  }
  for await (const file of glob("packages/trainer/python/loco_trainer/*.py", { cwd: repository })) {
    const text = readFileSync(path.join(repository, file), "utf8");
    for (const [, code] of text.matchAll(/\bTrainerError\(\s*"([a-z0-9-]+)"/g))
      if (!made.has(code!)) made.set(code!, file);
  }
  return { made, unread };
}

function parsed(file: string) {
  const text = readFileSync(path.join(repository, file), "utf8");
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`);
  return { program, lineOf: (offset: number) => text.slice(0, offset).split("\n").length };
}

/** Every node below one, each with the program and the functions that it stands in, the innermost last. */
function* nodesOf(node: Node, scopes: readonly Node[] = []): Generator<{ node: Node; scopes: readonly Node[] }> {
  yield { node, scopes };
  const isScope = node.type === "Program" || ("params" in node && "body" in node);
  const inside = isScope ? [...scopes, node] : scopes;
  for (const value of Object.values(node).flat() as unknown[])
    if (typeof value === "object" && value !== null && "type" in value) yield* nodesOf(value as Node, inside);
}

function importedNames(node: Node): string[] {
  return node.type === "ImportSpecifier" ? [node.local.name] : [];
}

/** Position of the parameter `code`; undefined where there is none. */
function codeParameter(node: Node | null | undefined): number | undefined {
  if (
    node?.type !== "FunctionDeclaration" &&
    node?.type !== "FunctionExpression" &&
    node?.type !== "ArrowFunctionExpression"
  )
    return undefined;
  const at = node.params.findIndex((one) => {
    const named = one.type === "AssignmentPattern" ? one.left : one;
    // A character's code is a number.
    return (
      named.type === "Identifier" &&
      named.name === "code" &&
      named.typeAnnotation?.typeAnnotation.type !== "TSNumberKeyword"
    );
  });
  return at === -1 ? undefined : at;
}

/** The makers of a file: those that another file can call, exported ones and methods, or its own. */
function makersIn(program: Node, shared: boolean): Makers {
  const makers: Makers = new Map();
  const exported = new Set<Node>();
  let className = "";
  for (const { node } of nodesOf(program)) {
    if (node.type === "ExportNamedDeclaration" && node.declaration !== null) exported.add(node.declaration);
    if (node.type === "ClassDeclaration") className = node.id?.name ?? "";
    const [name, maker, isShared] =
      node.type === "FunctionDeclaration"
        ? [node.id?.name, node, exported.has(node)]
        : node.type === "VariableDeclarator" && node.id.type === "Identifier"
          ? [node.id.name, node.init, false]
          : node.type === "MethodDefinition" && node.key.type === "Identifier"
            ? [node.kind === "constructor" ? `new ${className}` : `.${node.key.name}`, node.value, true]
            : [];
    const at = codeParameter(maker);
    if (name !== undefined && at !== undefined && isShared === shared) makers.set(name, at);
  }
  return makers;
}

/** The expressions in a node itself, not in what it holds, that say a code. */
function codeExpressions(node: Node, makers: Makers, scopes: readonly Node[]): Node[] {
  switch (node.type) {
    case "ObjectExpression": {
      const named = (name: string) =>
        node.properties.find(
          (one) => one.type === "Property" && one.key.type === "Identifier" && one.key.name === name,
        );
      const code = named("code");
      const isSaid = named("message") !== undefined || node.properties.some(({ type }) => type === "SpreadElement");
      // What has a code and no message is something else, such as a program's text.
      return code?.type === "Property" && isSaid ? [code.value] : [];
    }
    case "VariableDeclarator":
      return node.id.type === "Identifier" && node.id.name === "code" && isWritten(node.init) ? [node.init] : [];
    case "AssignmentPattern":
      return node.left.type === "Identifier" && node.left.name === "code" ? [node.right] : [];
    case "TSPropertySignature": {
      const type = node.typeAnnotation?.typeAnnotation;
      const isCode = node.key.type === "Identifier" && node.key.name === "code";
      return isCode && (type?.type === "TSUnionType" || type?.type === "TSLiteralType") ? [type] : [];
    }
    case "TSTypeAliasDeclaration":
      return node.id.name.endsWith("ErrorCode") ? [node.typeAnnotation] : [];
    case "NewExpression":
    case "CallExpression": {
      const { callee } = node;
      const name =
        callee.type === "Identifier"
          ? `${node.type === "NewExpression" ? "new " : ""}${callee.name}`
          : callee.type === "MemberExpression" && callee.property.type === "Identifier"
            ? `.${callee.property.name}`
            : "";
      // A parameter of that name is another function.
      const at = typeOfParameter(name, scopes) === undefined ? makers.get(name) : undefined;
      const argument = at === undefined ? undefined : node.arguments[at];
      return argument === undefined || argument.type === "Identifier" ? [] : [argument];
    }
    default:
      return [];
  }
}

function isWritten(node: Node | null): node is Node {
  return node?.type === "Literal" || node?.type === "ConditionalExpression" || node?.type === "TemplateLiteral";
}

/** The texts that an expression can stand for; none where it hands on a code that was made elsewhere, undefined where nobody can tell. */
function valuesOf(node: Node, scopes: readonly Node[]): string[] | undefined {
  const all = (nodes: readonly Node[]) => {
    const values = nodes.map((one) => valuesOf(one, scopes));
    return values.includes(undefined) ? undefined : values.flatMap((one) => one!);
  };
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" ? [node.value] : undefined;
    case "TSLiteralType":
      return valuesOf(node.literal, scopes);
    case "TSUnionType":
      return all(node.types);
    case "ConditionalExpression":
      return all([node.consequent, node.alternate]);
    case "TSAsExpression":
    case "ParenthesizedExpression":
      return valuesOf(node.expression, scopes);
    case "TemplateLiteral": {
      const [expression] = node.expressions;
      const filled = expression?.type === "Identifier" ? typeOfParameter(expression.name, scopes) : undefined;
      if (filled === undefined || node.expressions.length > 1) return undefined;
      const [before, after] = node.quasis.map(({ value }) => value.raw);
      return valuesOf(filled, scopes)?.map((value) => `${before}${value}${after}`);
    }
    // Handed on: a variable or parameter of that name is read where it is made.
    case "Identifier":
      return node.name === "code" ? [] : undefined;
    case "MemberExpression":
      if (node.computed && node.object.type === "Identifier") return tableValues(node.object.name, scopes);
      return node.property.type === "Identifier" && node.property.name === "code" ? [] : undefined;
    case "LogicalExpression":
      return all([node.left, node.right]);
    // A field of a schema.
    case "CallExpression":
      return rootOf(node) === "z" ? [] : undefined;
    default:
      return undefined;
  }
}

/** `z` of `z.string().min(1)`. */
function rootOf(node: Node): string | undefined {
  if (node.type === "CallExpression") return rootOf(node.callee);
  if (node.type === "MemberExpression") return rootOf(node.object);
  return node.type === "Identifier" ? node.name : undefined;
}

/** The texts in a constant object of the file, from which one is taken by a key. */
function tableValues(name: string, [program]: readonly Node[]): string[] | undefined {
  for (const { node } of nodesOf(program!)) {
    if (node.type !== "VariableDeclarator" || node.id.type !== "Identifier" || node.id.name !== name) continue;
    if (node.init?.type !== "ObjectExpression") return undefined;
    return node.init.properties.flatMap((one) =>
      one.type === "Property" && one.value.type === "Literal" && typeof one.value.value === "string"
        ? [one.value.value]
        : [],
    );
  }
  return undefined;
}

function typeOfParameter(name: string, scopes: readonly Node[]): Node | undefined {
  for (const one of scopes.toReversed()) {
    const params = "params" in one && Array.isArray(one.params) ? one.params : [];
    for (const param of params)
      if (param.type === "Identifier" && "name" in param && param.name === name)
        return param.typeAnnotation?.typeAnnotation ?? undefined;
  }
  return undefined;
}
