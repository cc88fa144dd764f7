import type { MessageLog } from '@firstwrite/messaging';

/**
 * The number of partitions of a topic. After the first answer it is asked for in the background, so that no later round
 * waits for it.
 */
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

  /** Forgets the number, because it is wrong: the next use asks for it first. */
  forget(): void {
    this.known = undefined;
  }

  private async ask(): Promise<number> {
    this.askedAtMs = performance.now();
    const { partitions } = await this.log.describeTopic(this.topic);
    return (this.known = partitions);
  }
}
