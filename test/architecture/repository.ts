import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, resolve, sep } from 'node:path';

const ROOT = resolve(__dirname, '../..');
/** The paths that .gitignore names, and git's own folder. */
const NOT_COMMITTED = new Set(['node_modules', 'dist', 'coverage', '.firstwrite', '.git', 'bench/results']);
const CODE_EXTENSIONS = new Set(['.ts', '.js', '.cjs', '.mjs']);
const TEXT_EXTENSIONS = new Set(
  '.ts .js .cjs .mjs .json .md .sql .yml .yaml .sh .html .css .svg .toml .conf .env'.split(' '),
);
const TEST_PATH = /\.(spec|contract)\.ts$|(^|\/)(test|contract)\/|^libs\/testing\//;

/** One file of the repository. Its path is relative to the root, with slashes. */
export class RepositoryFile {
  private read: string | undefined;

  constructor(readonly path: string) {}

  get text(): string {
    return (this.read ??= readFileSync(join(ROOT, this.path), 'utf8'));
  }

  /** The text without comments; the line numbers stay the same. */
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

  /** Code that is shipped or used for measuring; not a test, and not a tool's configuration. */
  get isSource(): boolean {
    return this.isCode && !this.isTest && /^(apps|libs|migrations|bench|examples)\//.test(this.path);
  }

  /** False for binary files, and for the lock file and the licence, which other authors wrote. */
  get isOurText(): boolean {
    if (this.path === 'package-lock.json' || this.path === 'LICENSE') return false;
    const extension = extname(this.path);
    return extension === '' || TEXT_EXTENSIONS.has(extension);
  }
}

/** A comment starts a line or follows a space, unlike the slashes in globs and addresses. */
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

/** Every file of the repository, found by reading its folders. */
export const repositoryFiles: readonly RepositoryFile[] = [...filesBelow(ROOT)];
