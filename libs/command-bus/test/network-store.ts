import type { AppendBatch, AppendReceipt, EventStore, Loaded, Snapshot } from '@firstwrite/event-store';

type Step = () => Promise<void> | void;

/** A store behind a simulated network: a test delays or cuts it, or lets another writer in at a chosen moment. */
export class NetworkStore implements EventStore {
  readonly appends: AppendBatch[] = [];
  readonly loads: string[][] = [];
  readonly saved: Snapshot[][] = [];
  /** Run before and after each append reaches the store; throw to cut the connection there. */
  beforeAppend: Step = () => undefined;
  afterAppend: Step = () => undefined;
  beforeLoad: Step = () => undefined;
  beforeSave: Step = () => undefined;

  constructor(private readonly store: EventStore) {}

  get identity() {
    return this.store.identity;
  }

  isIncarnation(incarnation: string): Promise<boolean> {
    return this.store.isIncarnation(incarnation);
  }

  async append(batch: AppendBatch): Promise<AppendReceipt> {
    this.appends.push(batch);
    await this.beforeAppend();
    const receipt = await this.store.append(batch);
    await this.afterAppend();
    return receipt;
  }

  async load(...[streams, keys]: Parameters<EventStore['load']>): Promise<Loaded> {
    this.loads.push(streams.map(({ stream }) => stream));
    await this.beforeLoad();
    return this.store.load(streams, keys);
  }

  async saveSnapshots(snapshots: readonly Snapshot[]): Promise<void> {
    this.saved.push([...snapshots]);
    await this.beforeSave();
    return this.store.saveSnapshots(snapshots);
  }

  readStream(...parameters: Parameters<EventStore['readStream']>) {
    return this.store.readStream(...parameters);
  }

  horizon() {
    return this.store.horizon();
  }

  readFeed(...parameters: Parameters<EventStore['readFeed']>) {
    return this.store.readFeed(...parameters);
  }

  deleteExpiredKeys() {
    return this.store.deleteExpiredKeys();
  }
}

/** A step that waits until the test opens it, and tells the test that it was reached. */
export function gate() {
  let open!: () => void;
  let reach!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const step: Step = () => {
    reach();
    return opened;
  };
  return { step, reached, open };
}

/** Runs the next of these steps at each call, and nothing after the last one. */
export function inTurn(...steps: Step[]): Step {
  return () => steps.shift()?.();
}
