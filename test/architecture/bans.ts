import type { RepositoryFile } from './repository';

/** A text that must not be written, the files that must not have it, and what to write instead. */
export interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  readonly instead: string;
  readonly in: (file: RepositoryFile) => boolean;
  /** Search comments too; absent: code only. */
  readonly commentsToo?: true;
}

/** The files that contain the banned texts themselves. */
const OWN_FILES = /^test\/architecture\/(bans|banned\.spec)\.ts$/;

const ourText = ({ path, isOurText }: RepositoryFile) => isOurText && !OWN_FILES.test(path);
const ourCode = ({ path, isCode }: RepositoryFile) => isCode && !OWN_FILES.test(path);
const ourTests = ({ path, isTest }: RepositoryFile) => isTest && !OWN_FILES.test(path);
const sources = ({ isSource }: RepositoryFile) => isSource;
const domain = ({ path, isSource }: RepositoryFile) => isSource && /^libs\/shop\/([^/]+\/)?domain\//.test(path);
/** All tests except the code that implements waiting. */
const testsButEventually = (file: RepositoryFile) =>
  ourTests(file) && !file.path.startsWith('libs/testing/') && !file.path.endsWith('/eventually.ts');

export const bans: readonly Ban[] = [
  {
    what: 'a note to do something later',
    pattern: /\b(TODO|FIXME)\b/,
    instead: 'do it, or open an issue',
    in: ourText,
    commentsToo: true,
  },
  {
    what: 'a promise that no system can keep',
    pattern: /exactly[\s-]+once/i,
    instead: 'say "delivered at least once, effects once"',
    in: ourText,
    commentsToo: true,
  },
  {
    what: 'a path of one machine',
    pattern: /(?<![\w.$}~-])\/(work|root|tmp)\/\w/,
    instead: 'a path relative to the repository, os.tmpdir(), or a setting',
    in: ourText,
    commentsToo: true,
  },
  {
    what: "a package registry's host",
    pattern: /\bregistry\.[a-z0-9-]+\.(org|com|net|io|dev)\b|\/\/registry\.|^registry\s*=/im,
    instead: "nothing: the registry is the reader's own setting",
    in: (file) => ourText(file) || file.path === '.npmrc',
    commentsToo: true,
  },
  {
    what: "a package registry's address",
    pattern: /"resolved": "http/,
    instead: 'a lock file written with omit-lockfile-registry-resolved=true',
    in: ({ path }) => path === 'package-lock.json',
    commentsToo: true,
  },
  {
    what: "an issue's number",
    pattern: /\bissue\s+#?\d+\b/i,
    instead: 'the reason itself',
    in: ourText,
    commentsToo: true,
  },
  {
    what: 'a test that runs alone, or not at all',
    pattern: /\b(test|it|describe)(\.\w+)*\.(only|skip|todo|failing)\(|\b(fit|fdescribe|xit|xtest|xdescribe)\(/,
    instead: 'run it, or remove it; a missing prerequisite is said aloud by a condition',
    in: ourTests,
  },
  {
    what: 'a sleep in a test',
    pattern: /\bawait (sleep|delay|setTimeout)\(|\bsetTimeout\(\s*(resolve|done)\b/,
    instead: 'await eventually(() => expect(…), { withinMs })',
    in: testsButEventually,
  },
  {
    what: 'the type any',
    pattern: /\bas any\b|<any>|:\s*any\s*[;,)=[\]|&>{}]/,
    instead: 'unknown and a check, or the type itself',
    in: ourCode,
  },
  {
    what: 'an interface that is named as one',
    pattern: /\b((interface|class)\s+I[A-Z][a-z]\w*|type\s+I[A-Z][a-z]\w*\s*[=<])/,
    instead: 'the bare noun; an adapter is named by its technology',
    in: ourCode,
  },
  {
    what: 'a default that hides a forgotten event',
    pattern: /\bdefault:\s*(\{\s*)?return state\b/,
    instead: 'default: return assertNever(event)',
    in: ourCode,
  },
  {
    what: 'time or randomness in the domain',
    pattern: /\bDate\.now\(|\bnew Date\b|\bMath\.random\b|\brandomUUID\b|\bperformance\.now\b/,
    instead: "the command's own time and id",
    in: domain,
  },
  {
    what: 'a change of stored events',
    pattern: /\b(update\s+(only\s+)?|delete\s+from\s+(only\s+)?|truncate\s+(table\s+)?)event\b/i,
    instead: 'another event that corrects the first, or an upcaster',
    in: sources,
  },
  {
    what: "SQL that reads the event store's tables",
    pattern: /\b(from|join)\s+(event|snapshot|idempotency)\b(?!-)/,
    instead: 'a statement or a fragment of libs/event-store; the audit has its own, for it proves the others',
    in: ({ path, isSource }) => isSource && /^(libs|apps)\//.test(path) && !/^libs\/(event-store|audit)\//.test(path),
  },
  {
    what: 'OFFSET in SQL',
    pattern: /\boffset\s+(\$|\d|:\w)|\.offset\(/i,
    instead: 'a keyset cursor: where (key) > ($1) order by key limit $2',
    in: sources,
  },
  {
    what: "TypeORM's save(), which does not check a version",
    pattern: /\.save\(/,
    instead: 'EventStore.append for events, an upsert guarded by version for rows',
    in: sources,
  },
];

/** Words in a file name that do not say what the file is for. */
export const emptyFileNames = /(^|[./-])(utils?|helpers?|common|impl|(?<!process-)manager|base)(?=[./-])/;
