/** What an error's code means in the API, when it comes and what to do: the one place that knows the status of a refusal. */
export interface ProblemKind {
  /** Stable: the `code` of its errors, and the last segment of a problem's `type`. */
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly when: string;
  readonly action: string;
  /** What a problem of this kind carries besides, read from its error. Default nothing. */
  members?(error: Error): Readonly<Record<string, unknown>>;
  /** The status of some of its errors, where it is another one. */
  readonly exception?: {
    readonly status: number;
    /** When that is, in a few words: documented behind the code. */
    readonly reason: string;
    holds(error: Error): boolean;
  };
}
