import type { Reply } from './client';
import { shopOf, units } from './shop';
import type { System } from './system';

const SHOPPERS = 8;

/** Shoppers that order one unit after the other, each order with its own key, and record the answers. */
export class Witness {
  /** Answers other than 201. */
  readonly refusals: Reply[] = [];
  /** Requests without an answer. */
  readonly broken: string[] = [];
  private readonly orderIds = new Map<string, string>();
  private readonly sent: string[] = [];
  private shoppers: Promise<void>[] = [];
  private stopping = false;

  constructor(
    private readonly system: System,
    private readonly sku: string,
  ) {}

  async prepare(): Promise<void> {
    await shopOf(this.system).receive(this.sku, 1_000_000);
  }

  /** The ids of the orders with the answer 201. */
  acknowledged(): string[] {
    return [...this.orderIds.values()];
  }

  start(): void {
    this.shoppers = Array.from({ length: SHOPPERS }, (_, shopper) => this.shop(shopper));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.shoppers);
  }

  /** Sends every request again, as a client must if it does not know the outcome. Afterwards every order is placed. */
  async repeatAll(system: System): Promise<void> {
    await Promise.all(
      this.sent.map(async (key) => {
        const reply = await this.order(system, key);
        expect(reply.status).toBe(201);
        const known = this.orderIds.get(key);
        if (known !== undefined) expect(reply).toMatchObject({ body: { orderId: known } });
        this.orderIds.set(key, reply.body.orderId);
      }),
    );
  }

  private async shop(shopper: number): Promise<void> {
    for (let at = 0; !this.stopping; at += 1) {
      const key = `${this.sku}-${shopper}-${at}`;
      this.sent.push(key);
      try {
        const reply = await this.order(this.system, key);
        if (reply.status === 201) this.orderIds.set(key, reply.body.orderId);
        else this.refusals.push(reply);
      } catch (error) {
        this.broken.push(String(error));
        // The service is gone.
        return;
      }
    }
  }

  private order(system: System, key: string): Promise<Reply> {
    return shopOf(system).order([units(this.sku, 1)], { key });
  }
}
