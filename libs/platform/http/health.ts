import { within } from '@firstwrite/resilience';

/** One part of the service that must work for it to serve; resolves, or rejects with the reason. */
export interface HealthPart {
  readonly name: string;
  check(): Promise<void>;
  /** What somebody should look at though the part works; undefined: nothing. */
  notice?(): Promise<string | undefined>;
}

/** Whether the service can serve: `up` when every part is. `detail` is why a part is down, or its notice. */
export interface HealthReport {
  readonly status: 'up' | 'down';
  readonly parts: Readonly<Record<string, { readonly status: 'up' | 'down'; readonly detail?: string }>>;
}

type PartState = HealthReport['parts'][string];

/** A notice that takes longer, or fails, is left out of the report. */
const NOTICE_MS_MAX = 1_000;

/** Asks every part at once. */
export async function checkHealth(parts: readonly HealthPart[]): Promise<HealthReport> {
  const named = await Promise.all(parts.map(async (part) => [part.name, await stateOf(part)] as const));
  const down = named.some(([, { status }]) => status === 'down');
  return { status: down ? 'down' : 'up', parts: Object.fromEntries(named) };
}

async function stateOf(part: HealthPart): Promise<PartState> {
  const [checked, notice] = await Promise.all([
    part.check().then(
      () => undefined,
      (reason: unknown) => ({ status: 'down' as const, detail: detailOf(reason) }),
    ),
    part.notice && within(part.notice(), NOTICE_MS_MAX, noticeLate).catch(() => undefined),
  ]);
  return checked ?? { status: 'up', ...(notice !== undefined && { detail: notice }) };
}

function noticeLate(): Error {
  return new Error('the notice took too long');
}

function detailOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
