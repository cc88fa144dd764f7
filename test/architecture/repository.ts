import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, resolve, sep } from 'node:path';

const ROOT = resolve(__dirname, '../..');
/** What .gitignore names, and git's own folder. */
const NOT_COMMITTED = new Set(['node_modules', 'dist', 'coverage', '.firstwrite', '.git', 'bench/results']);
const CODE_EXTENSIONS = new Set(['.ts', '.js', '.cjs', '.mjs']);
const TEXT_EXTENSIONS = new Set(
  '.ts .js .cjs .mjs .json .md .sql .yml .yaml .sh .html .css .svg .toml .conf .env'.split(' '),
);
const TEST_PATH = /\.(spec|contract)\.ts$|(^|\/)(test|contract)\/|^libs\/testing\//;

/** One committed file; its path is relative to the repository's root, with slashes. */
export class RepositoryFile {
  private read: string | undefined;

  constructor(readonly path: string) {}

  get text(): string {
    return (this.read ??= readFileSync(join(ROOT, this.path), 'utf8'));
  }

  /** The text without comments; its lines keep their numbers. */
  get code(): string {
    return this.text.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ' '));
  }

  get lineCount(): number {
    return this.text.split('\n').length - 1;
  }

  get isCode(): boolean {
    return CODE_EXTENSIONS.has(extname(this.path));
  }

  get isTest(): boolean {
    return this.isCode && TEST_PATH.test(this.path);
  }

  /** Code that is shipped or measured with; neither a test nor a tool's configuration. */
  get isSource(): boolean {
    return this.isCode && !this.isTest && /^(apps|libs|migrations|bench|examples)\//.test(this.path);
  }

  /** False for the lock file and the licence, which have words of other authors, and for binary files. */
  get isOurText(): boolean {
    if (this.path === 'package-lock.json' || this.path === 'LICENSE') return false;
    const extension = extname(this.path);
    return extension === '' || TEXT_EXTENSIONS.has(extension);
  }
}

/** A comment starts its line or follows a space: the slashes in globs and addresses do not. */
const COMMENT = /(?<=^|\s)(\/\*[\s\S]*?\*\/|\/\/[^\n]*)/gm;

function* filesBelow(folder: string): Generator<RepositoryFile> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const inRepository = relative(ROOT, path).split(sep).join('/');
    if (NOT_COMMITTED.has(entry.name) || NOT_COMMITTED.has(inRepository) || entry.name.endsWith('.log')) continue;
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield new RepositoryFile(inRepository);
  }
}

/** Every file of the repository, as plain reads of the folder find them. */
export const repositoryFiles: readonly RepositoryFile[] = [...filesBelow(ROOT)];
