import { defect, platformProblems } from './platform-problems';
import type { ProblemKind } from './problem-kind';

/** An answer in problem+json (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The request id. */
  readonly instance: string;
  readonly code: string;
  readonly [member: string]: unknown;
}

/**
 * Every kind of problem that a process can answer with: the kinds of the platform, and those of the lists given. An
 * error with any other code is a defect.
 */
export class ProblemCatalogue {
  private readonly kinds = new Map<string, ProblemKind>();
  /** By the name of a refusal: a code, or a code and the reason of its exception. */
  private readonly statuses = new Map<string, number>();

  /** @throws Error when two kinds have the same code */
  constructor(...lists: readonly (readonly ProblemKind[])[]) {
    for (const kind of [platformProblems, ...lists].flat()) this.add(kind);
  }

  /** Returns the kind of a code; undefined when the catalogue does not have it. */
  kindOf(code: string): ProblemKind | undefined {
    return this.kinds.get(code);
  }

  /**
   * Returns the status of a refusal: `<code>`, or `<code>: <reason>` for the exception of a kind.
   * @throws Error if unknown
   */
  statusOf(refusal: string): number {
    const status = this.statuses.get(refusal);
    if (status === undefined) throw new Error(`there is no problem "${refusal}"`);
    return status;
  }

  /** Returns the answer to an error. A defect does not show its message. */
  problemOf(error: unknown, requestId: string): Problem {
    const known = error instanceof Error && 'code' in error && this.kinds.get(String(error.code));
    if (!known) return problem(defect, { requestId, detail: defect.when });
    const { exception } = known;
    const status = exception?.holds(error) ? exception.status : known.status;
    return { ...problem({ ...known, status }, { requestId, detail: error.message }), ...known.members?.(error) };
  }

  private add(kind: ProblemKind): void {
    const { code, status, exception } = kind;
    if (this.kinds.has(code)) throw new Error(`two kinds of problem have the code "${code}"`);
    this.kinds.set(code, kind);
    this.statuses.set(code, status);
    if (exception) this.statuses.set(`${code}: ${exception.reason}`, exception.status);
  }
}

function problem(
  { code, title, status }: ProblemKind,
  { requestId, detail }: { readonly requestId: string; readonly detail: string },
): Problem {
  return { type: `/problems/${code}`, title, status, instance: requestId, code, detail };
}
