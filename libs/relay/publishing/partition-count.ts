import type { MessageLog } from '@firstwrite/messaging';

/** How many partitions a topic has: known from the first answer on, asked again in the background, so that no round waits for it. */
export class PartitionCount {
  private known: number | undefined;
  private askedAtMs = 0;

  constructor(
    private readonly log: Pick<MessageLog, 'describeTopic'>,
    private readonly topic: string,
    private readonly askEveryMs: number,
  ) {}

  /** @throws TopicMissingError @throws LogUnavailableError when it is not known yet and cannot be asked */
  async current(): Promise<number> {
    if (this.known === undefined) return this.ask();
    if (performance.now() - this.askedAtMs >= this.askEveryMs) void this.ask().catch(() => undefined);
    return this.known;
  }

  /** What was known is wrong: it is asked before the next use. */
  forget(): void {
    this.known = undefined;
  }

  private async ask(): Promise<number> {
    this.askedAtMs = performance.now();
    const { partitions } = await this.log.describeTopic(this.topic);
    return (this.known = partitions);
  }
}
