// JSON Schema (draft 2020-12) from resolved TypeScript types: interfaces and aliases with a name become $defs,
// doc comments become descriptions, optional properties are not required, objects are closed.

import ts from 'typescript';

/**
 * The schema of an exported type.
 *
 * @param {ts.Program} program
 * @param {string} file that exports the type
 * @param {string} name of the type
 */
export function schemaOf(program, file, name) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  if (source === undefined) throw new Error(`${file} is not part of the program.`);
  const exported = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source))
    .find((symbol) => symbol.name === name);
  if (exported === undefined) throw new Error(`${file} exports no type ${name}.`);
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const writer = { checker, definitions: new Map(), names: new Map() };
  const root = object(writer, checker.getDeclaredTypeOfSymbol(symbol));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    ...root,
    $defs: Object.fromEntries([...writer.definitions].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Types that one keyword describes. */
const simple = [
  [ts.TypeFlags.String, { type: 'string' }],
  [ts.TypeFlags.Number, { type: 'number' }],
  [ts.TypeFlags.Boolean, { type: 'boolean' }],
  [ts.TypeFlags.Null, { type: 'null' }],
  [ts.TypeFlags.Unknown, {}],
];

function schema(writer, type) {
  const { checker } = writer;
  const [, keyword] = simple.find(([flag]) => type.flags & flag) ?? [];
  if (keyword !== undefined) return keyword;
  if (type.isUnion()) return union(writer, type);
  if (type.isLiteral()) return { const: type.value };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
  if (checker.isTupleType(type)) return tuple(writer, type);
  if (checker.isArrayType(type)) return { type: 'array', items: schema(writer, checker.getTypeArguments(type)[0]) };
  if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return object(writer, type);
  throw new Error(`no JSON Schema for the type ${checker.typeToString(type)}.`);
}

/** Literals become one enum; what is left of the union follows as alternatives. */
function union(writer, type) {
  const parts = type.types.filter((part) => !(part.flags & ts.TypeFlags.Undefined));
  const booleans = parts.filter((part) => part.flags & ts.TypeFlags.BooleanLiteral);
  const literals = parts.filter((part) => part.isStringLiteral() || part.isNumberLiteral());
  const rest = parts.filter((part) => !booleans.includes(part) && !literals.includes(part));
  const alternatives = [];
  if (literals.length > 1) alternatives.push({ enum: literals.map((literal) => literal.value).toSorted() });
  else for (const literal of literals) alternatives.push(schema(writer, literal));
  if (booleans.length > 1) alternatives.push({ type: 'boolean' });
  else for (const literal of booleans) alternatives.push(schema(writer, literal));
  for (const part of rest) alternatives.push(schema(writer, part));
  return alternatives.length === 1 ? alternatives[0] : { anyOf: alternatives };
}

function tuple(writer, type) {
  const items = writer.checker.getTypeArguments(type).map((item) => schema(writer, item));
  return { type: 'array', prefixItems: items, items: false, minItems: items.length };
}

/** A named object type is described once, in $defs; the definition is entered first, so that types may be recursive. */
function object(writer, type) {
  const symbol = symbolOf(writer.checker, type);
  if (symbol === undefined) return body(writer, type);
  const known = writer.names.get(type);
  if (known !== undefined) return { $ref: `#/$defs/${known}` };
  const name = freeName(writer, symbol.name);
  writer.names.set(type, name);
  writer.definitions.set(name, undefined);
  writer.definitions.set(name, { ...described(writer.checker, symbol), ...body(writer, type) });
  return { $ref: `#/$defs/${name}` };
}

function body(writer, type) {
  const { checker } = writer;
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  const properties = {};
  const required = [];
  for (const property of checker.getPropertiesOfType(type)) {
    const of = checker.getTypeOfSymbol(property);
    properties[property.name] = { ...described(checker, property), ...schema(writer, of) };
    if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
  }
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
    additionalProperties: index === undefined ? false : schema(writer, index.type),
  };
}

/** An object type's own name, or that of the interface that its properties were declared in: a mapped type has lost it. */
function symbolOf(checker, type) {
  const symbol = type.aliasSymbol ?? type.symbol;
  if (symbol !== undefined && !symbol.name.startsWith('__')) return symbol;
  const owners = new Set();
  for (const property of checker.getPropertiesOfType(type)) {
    for (const declaration of property.declarations ?? []) owners.add(declaration.parent);
  }
  const [owner] = owners;
  return owners.size === 1 && ts.isInterfaceDeclaration(owner) ? checker.getSymbolAtLocation(owner.name) : undefined;
}

function freeName(writer, wanted) {
  let name = wanted;
  for (let number = 2; writer.definitions.has(name); number += 1) name = `${wanted}${number}`;
  return name;
}

/** The doc comment of a property, type or alias, with the unit that its type is an alias of. */
function described(checker, symbol) {
  if (symbol === undefined) return {};
  const texts = [ts.displayPartsToString(symbol.getDocumentationComment(checker)), ...unitsOf(checker, symbol)];
  const description = texts
    .map((text) => text.replaceAll(/\s*\n\s*/g, ' ').trim())
    .filter((text) => text !== '')
    .join(' ');
  return description === '' ? {} : { description };
}

/** Aliases of numbers (`Milliseconds`) are gone from resolved types: their comments are found where they are written. */
function unitsOf(checker, symbol) {
  const written = (symbol.declarations ?? []).filter((declaration) => ts.isPropertySignature(declaration));
  const units = new Set();
  const visit = (node) => {
    if (ts.isTypeReferenceNode(node)) {
      const named = checker.getSymbolAtLocation(node.typeName);
      const alias = named && named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
      if (alias && alias.flags & ts.SymbolFlags.TypeAlias && isNumber(checker, alias)) units.add(alias);
    }
    ts.forEachChild(node, visit);
  };
  for (const { type } of written) if (type !== undefined) visit(type);
  return [...units].map((unit) => ts.displayPartsToString(unit.getDocumentationComment(checker)));
}

function isNumber(checker, alias) {
  return Boolean(checker.getDeclaredTypeOfSymbol(alias).flags & ts.TypeFlags.Number);
}
