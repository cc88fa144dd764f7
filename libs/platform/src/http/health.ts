/** One part of the service that must work for it to serve; resolves, or rejects with the reason. */
export interface HealthPart {
  readonly name: string;
  check(): Promise<void>;
}

/** Whether the service can serve: `up` when every part is. `detail` is why a part is down. */
export interface HealthReport {
  readonly status: 'up' | 'down';
  readonly parts: Readonly<Record<string, { readonly status: 'up' | 'down'; readonly detail?: string }>>;
}

/** Asks every part at once. */
export async function checkHealth(parts: readonly HealthPart[]): Promise<HealthReport> {
  const results = await Promise.allSettled(parts.map((part) => part.check()));
  const named = parts.map(({ name }, at) => {
    const result = results[at];
    const state =
      result?.status === 'rejected'
        ? { status: 'down' as const, detail: detailOf(result.reason) }
        : { status: 'up' as const };
    return [name, state] as const;
  });
  const down = named.some(([, { status }]) => status === 'down');
  return { status: down ? 'down' : 'up', parts: Object.fromEntries(named) };
}

function detailOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
