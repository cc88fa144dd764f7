import type { Progress } from '@firstwrite/terminal';
import type { AuditSession } from './audit-session';
import type { Exclusions } from './exclusions';
import { prefetched } from '@firstwrite/feed';
import type { AuditRun } from './rules';
import { StreamAudit } from './stream-audit';
import { nextStreamPage, type StreamPage } from './stream-pages';
import type { ViewComparison } from './view-comparison';
import { foldsStream } from '@firstwrite/views';
import type { PageRows } from './view-rows';

/** A page with the view rows that it is compared with. */
interface LoadedPage {
  readonly page: StreamPage;
  readonly rows: ReadonlyMap<ViewComparison, PageRows>;
}

const noRows: PageRows = new Map();

/**
 * Reads every stream once, from its first event to its last: checks the stream itself, and compares its rows in the
 * views.
 */
export class StreamPass {
  readonly streams: StreamAudit;
  eventCount = 0;
  /** The comparisons of the projections that fold the current stream. */
  private concerned: readonly ViewComparison[] = [];

  constructor(
    private readonly session: AuditSession,
    private readonly comparisons: readonly ViewComparison[],
    exclusions: Exclusions,
    rules: Pick<AuditRun, 'stream'>,
  ) {
    this.streams = new StreamAudit(exclusions, rules);
  }

  async run(progress: Progress): Promise<void> {
    const pages = prefetched<LoadedPage>(async (previous) => {
      const page = await nextStreamPage(this.session, previous?.page);
      return page && { page, rows: await this.rowsFor(page) };
    });
    for await (const loaded of pages) {
      this.check(loaded);
      for (const { index } of this.comparisons) await index?.compare(this.session);
      this.eventCount += loaded.page.eventCount;
      progress.advance(loaded.page.eventCount);
    }
    this.endStream();
    for (const { index } of this.comparisons) await index?.compare(this.session);
  }

  private async rowsFor(page: StreamPage): Promise<LoadedPage['rows']> {
    const rows = new Map<ViewComparison, PageRows>();
    for (const comparison of this.comparisons) rows.set(comparison, await comparison.load(this.session, page));
    return rows;
  }

  private check({ page, rows }: LoadedPage): void {
    for (const span of page.spans) {
      if (span.begins) {
        this.endStream();
        this.streams.begin(span.stream);
        this.concerned = this.comparisons.filter(({ projection }) => foldsStream(projection, span.stream));
        for (const comparison of this.concerned) comparison.begin(span, rows.get(comparison) ?? noRows);
      } else {
        for (const comparison of this.concerned) comparison.resume(span, rows.get(comparison) ?? noRows);
      }
      for (const event of span.events) {
        this.streams.add(event);
        for (const comparison of this.concerned) comparison.add(event);
      }
    }
  }

  private endStream(): void {
    this.streams.end();
    for (const comparison of this.concerned) comparison.end();
    this.concerned = [];
  }
}
