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

/** A notice that takes longer is left out: whoever asks for health does not wait for it. */
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
    part.notice && inTime(part.notice()),
  ]);
  return checked ?? { status: 'up', ...(notice !== undefined && { detail: notice }) };
}

async function inTime(notice: Promise<string | undefined>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), NOTICE_MS_MAX);
  });
  try {
    return await Promise.race([notice.catch(() => undefined), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function detailOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
