import type { Progress } from '@firstwrite/terminal';
import type { AuditSession } from './audit-session';
import { eventsNamed, nextFeedPage, type FeedPage } from './feed-pages';
import { prefetched } from './prefetch';
import type { CommitRule, EventFinder } from './rules';

/** Reads all events once more in commit order, transaction by transaction, and holds them against a rule. */
export async function runFeedPass(session: AuditSession, progress: Progress, rule: CommitRule): Promise<void> {
  const find: EventFinder = (streams, name) => eventsNamed(session, streams, name);
  const pages = prefetched<FeedPage>(async (previous) => {
    const page = await nextFeedPage(session, previous);
    if (page) await rule.prepare(page.events, find);
    return page;
  });
  for await (const { events } of pages) {
    for (const event of events) rule.add(event);
    progress.advance(events.length);
  }
  rule.end();
}
