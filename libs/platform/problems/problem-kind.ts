/** How the API answers errors with one code. The status of a refusal is here and nowhere else. */
export interface ProblemKind {
  /** Stable. The `code` of the errors, and the last segment of the problem's `type`. */
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** The cause, for the caller. */
  readonly when: string;
  /** The remedy, for the caller. */
  readonly action: string;
  /** The further members of the problem, read from its error. Default none. */
  members?(error: Error): Readonly<Record<string, unknown>>;
  /** Errors of this code that are answered with another status. */
  readonly exception?: {
    readonly status: number;
    /** The condition in a few words; the API document shows it after the code. */
    readonly reason: string;
    holds(error: Error): boolean;
  };
}
