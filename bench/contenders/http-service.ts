import { startChildService, type ChildService } from '../child-service';
import { receive } from '../ground';
import { closedLoop } from '../load/closed-loop';
import type { LoadResult } from '../load/load-result';
import { openLoop } from '../load/open-loop';
import type { Order } from '../workloads/workload';
import type { ContenderGround } from './contender';

export interface HttpServiceOptions {
  readonly script: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly nodeArguments?: readonly string[];
  /** Whether the service must receive the workload's stock before the orders. */
  readonly keepsStock: boolean;
  /** Whether the service may answer 409 although there is enough stock. */
  readonly conflictsAllowed: boolean;
}

const RECEIPTS_AT_ONCE = 64;

/** A contender behind HTTP: its process, and the totals of its loads. */
export class HttpService {
  /** Accepted orders of all loads since the start, and their units. */
  accepted = 0;
  units = 0;
  private loads = 0;
  private readonly nextOrder: () => Order;

  private constructor(
    private readonly child: ChildService,
    private readonly ground: ContenderGround,
    private readonly conflictsAllowed: boolean,
  ) {
    this.nextOrder = ground.workload.orders();
  }

  static async start(ground: ContenderGround, options: HttpServiceOptions): Promise<HttpService> {
    const environment = { DATABASE_URL: ground.databaseUrl, PORT: '0', LOG_LEVEL: 'warn', ...options.environment };
    const child = await startChildService(options.script, environment, { nodeArguments: options.nodeArguments ?? [] });
    const service = new HttpService(child, ground, options.conflictsAllowed);
    try {
      if (options.keepsStock) await service.stock();
      return service;
    } catch (error) {
      await service.stop();
      throw error;
    }
  }

  get pid(): number {
    return this.child.pid;
  }

  load(seconds: number): Promise<LoadResult> {
    return this.counted(closedLoop({ ...this.loadOptions(), seconds }));
  }

  loadAtRate(seconds: number, rate: number): Promise<LoadResult> {
    return this.counted(openLoop({ ...this.loadOptions(), seconds, rate }));
  }

  stop(): Promise<void> {
    return this.child.stop();
  }

  /**
   * Sends the receipts of one SKU one after the other: some rivals refuse a second receipt while the first is on its
   * way.
   */
  private async stock(): Promise<void> {
    const receipts = new Map<string, number>();
    for (const sku of this.ground.workload.receipts) receipts.set(sku, (receipts.get(sku) ?? 0) + 1);
    const waiting = [...receipts];
    const receiver = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [sku, count] = next;
        for (let received = 0; received < count; received++) await receive(this.child.address, sku);
      }
    };
    await Promise.all(Array.from({ length: RECEIPTS_AT_ONCE }, receiver));
  }

  private loadOptions() {
    const { connections, batchOrders } = this.ground;
    return {
      address: this.child.address,
      connections,
      nextOrder: this.nextOrder,
      keyPrefix: `load-${(this.loads += 1)}`,
      conflictsAllowed: this.conflictsAllowed,
      ...(batchOrders !== undefined && { batchOrders }),
    };
  }

  private async counted(loading: Promise<LoadResult>): Promise<LoadResult> {
    const result = await loading;
    this.accepted += result.accepted;
    this.units += result.units;
    return result;
  }
}
