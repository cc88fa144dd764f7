import { describeGroups } from './contract/groups.contract';
import { describePublishing } from './contract/publishing.contract';
import { describeTopics } from './contract/topics.contract';
import type { LogUnderTest } from './contract/log-under-test';

/** The promises of every adapter of the port. Each test has topics and groups of its own. */
export function messageLogContract(name: string, open: () => Promise<LogUnderTest>): void {
  describe(`message log contract: ${name}`, () => {
    let opened: LogUnderTest | undefined;
    beforeAll(async () => void (opened = await open()), 120_000);
    afterAll(() => opened?.close(), 60_000);
    const subject = () => opened!;

    describeTopics(subject);
    describePublishing(subject);
    describeGroups(subject);
  });
}
