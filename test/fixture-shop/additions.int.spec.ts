import 'reflect-metadata';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { additions, filesOf, type Edit } from './additions';
import type { library } from './catalogue';
import { RunningShop } from './running-shop';

const ROOT = resolve(__dirname, '../..');
// The copy is below node_modules, so that it finds packages and other tests do not find it.
const CACHE = join(ROOT, 'node_modules/.cache/firstwrite');

let copy: string;
beforeAll(() => {
  mkdirSync(CACHE, { recursive: true });
  copy = mkdtempSync(join(CACHE, 'fixture-shop-'));
  cpSync(__dirname, copy, { recursive: true });
  for (const { edits } of additions) edits.forEach(make);
});
afterAll(() => rmSync(copy, { recursive: true }));

function make(edit: Edit): void {
  const path = join(copy, edit.file);
  if ('made' in edit) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, edit.made);
    return;
  }
  const before = readFileSync(path, 'utf8');
  if (before.split(edit.after).length !== 2) throw new Error(`${edit.file} must contain "${edit.after}" once`);
  writeFileSync(
    path,
    before.replace(edit.after, () => edit.after + edit.added),
  );
}

test.each(additions)('a new $what touches at most $filesMax files', (addition) => {
  const files = filesOf(addition);
  expect(files.length).toBeLessThanOrEqual(addition.filesMax);
  expect(files.some((file) => file.endsWith('.spec.ts'))).toBe(true);
});

test('the additions compile', () => {
  const configuration = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent({ ...configuration.config, include: [copy] }, ts.sys, ROOT);
  const program = ts.createProgram([join(copy, 'catalogue.ts'), join(copy, 'tables.ts')], { ...options, noEmit: true });
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(copy));
  expect(own.length).toBeGreaterThan(10);
  const faults = own.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

test('the additions run: the command decides the event, and the view shows it', async () => {
  const added = (await import(join(copy, 'catalogue.ts'))) as { library: typeof library };
  const { tables } = (await import(join(copy, 'tables.ts'))) as { tables: readonly string[] };
  const shop = await RunningShop.start(added.library, tables);
  try {
    await shop.command('POST', '/v1/books/1/copies', { title: 'Emma', copies: 3 }, 201);
    await shop.command('POST', '/v1/books/1/losses', { copies: 4 }, 409);
    const { token } = await shop.command('POST', '/v1/books/1/losses', { copies: 2 }, 201);
    expect(await shop.read('/v1/books/lost', token)).toMatchObject({ items: [{ isbn: '1', lost: 2 }] });
    expect(await shop.audit()).toMatchObject({ events: 2, rows: { book_view: 1, lost_books: 1 } });
  } finally {
    await shop.stop();
  }
});
