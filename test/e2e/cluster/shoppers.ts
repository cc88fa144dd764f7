import { eventually } from '@firstwrite/testing';
import { randomUUID } from 'node:crypto';
import type { Client, Reply } from '../system/client';
import { shopOf, units } from '../system/shop';

export interface ShoppersOptions {
  readonly client: Client;
  readonly skus: number;
  /** The number of orders in flight. */
  readonly shoppers?: number;
}

const UNITS = 1_000_000;

/** Shoppers that receive their stock first, and then each place one order of one or two lines after the other. */
export class Shoppers {
  /** Orders that were answered 201. */
  accepted = 0;
  /** Other answers, and requests without an answer. A fault elsewhere must not cause any. */
  readonly refused: string[] = [];
  private readonly run = randomUUID().slice(0, 8);
  private working: Promise<void>[] = [];
  private stopping = false;

  constructor(private readonly options: ShoppersOptions) {}

  async start(): Promise<void> {
    const { client, skus, shoppers = 8 } = this.options;
    const shop = shopOf({ client });
    await Promise.all(Array.from({ length: skus }, (_, at) => shop.receive(this.sku(at), UNITS)));
    this.working = Array.from({ length: shoppers }, (_, shopper) => this.shop(shopper));
  }

  /** Waits until so many more orders are accepted. */
  async placeMore(count: number): Promise<void> {
    const wanted = this.accepted + count;
    await eventually(
      () => {
        if (this.accepted < wanted)
          throw new Error(`${this.accepted} of ${wanted} orders, refused: ${this.refused.join()}`);
      },
      { withinMs: 30_000 },
    );
  }

  /** Ends the orders, and waits for those in flight. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.working);
  }

  sku(at: number): string {
    return `S-${this.run}-${at % this.options.skus}`;
  }

  /** Whether a stream is a stock item of these shoppers. */
  sold(stream: string): boolean {
    return stream.startsWith(`stock-main/S-${this.run}-`);
  }

  private async shop(shopper: number): Promise<void> {
    const shop = shopOf(this.options);
    for (let at = 0; !this.stopping; at += 1) {
      const [first, second] = [at * 7 + shopper, at * 13 + shopper + 1];
      const lines = [units(this.sku(first), 1), ...(at % 3 === 0 ? [units(this.sku(second), 2)] : [])];
      try {
        this.count(await shop.order(lines, { key: `${this.run}-${shopper}-${at}` }));
      } catch (error) {
        this.refused.push(String(error));
      }
    }
  }

  private count({ status, text }: Reply): void {
    if (status === 201) this.accepted += 1;
    else this.refused.push(`${status} ${text}`);
  }
}
