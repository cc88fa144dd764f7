import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

/** A name that a file exports, and the file that declares it. */
export interface Declared {
  readonly name: string;
  readonly file: string;
  readonly documented: boolean;
}

const parsed = new Map<string, ts.SourceFile>();

export function parse(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known) return known;
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  parsed.set(file, tree);
  return tree;
}

/** The exports of a file from its own folder. `export … from './…'` is followed to the declarations. */
export function exportsOf(file: string): Declared[] {
  return parse(file).statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return reExported(statement, file);
    return isExported(statement) ? declaredBy(statement, file) : [];
  });
}

function reExported(statement: ts.ExportDeclaration, file: string): Declared[] {
  const { moduleSpecifier, exportClause } = statement;
  if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith('.')) return [];
  const all = exportsOf(resolveModule(file, moduleSpecifier.text));
  if (!exportClause || !ts.isNamedExports(exportClause)) return all;
  const wanted = new Set(exportClause.elements.map(({ propertyName, name }) => (propertyName ?? name).text));
  return all.filter(({ name }) => wanted.has(name));
}

function resolveModule(from: string, specifier: string): string {
  const path = resolve(dirname(from), specifier);
  const found = [`${path}.ts`, join(path, 'index.ts'), path].find((candidate) => existsSync(candidate));
  if (!found) throw new Error(`${from} exports from ${specifier}, which does not exist`);
  return found;
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function declaredBy(statement: ts.Statement, file: string): Declared[] {
  const documented = ts.getJSDocCommentsAndTags(statement).some((comment) => ts.isJSDoc(comment));
  return namesOf(statement).map((name) => ({ name, file, documented }));
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return named && statement.name ? [statement.name.text] : [];
}
