import { comparePositions, type Position } from '../position';
import { batchOf, eventsOf, expectRefusal, type StoreUnderTest } from './store-under-test';

export function appendContract(subject: () => StoreUnderTest): void {
  const append = (part: Parameters<typeof batchOf>[0]) => subject().store.append(batchOf(part));
  const versionsOf = async (stream: string) =>
    (await subject().store.readStream(stream, { after: 0, limit: 10_000 })).map(({ version }) => version);

  describe('append', () => {
    test('a stream is read back as it was appended, with its recording time and position', async () => {
      const events = eventsOf('a-read', 1, 3);
      const before = Date.now();
      const { position } = await append({ events });
      const stored = await subject().store.readStream('a-read', { after: 0, limit: 10 });
      expect(stored).toEqual(
        events.map((event) => ({ ...event, position: expect.any(Object), recordedAtMs: expect.any(Number) })),
      );
      expect(stored.at(-1)?.position).toEqual(position);
      for (const { recordedAtMs } of stored) expect(Math.abs(recordedAtMs - before)).toBeLessThan(60_000);
    });

    test('the receipt names the last event of the sorted batch, in whatever order the events came', async () => {
      const { position } = await append({ events: [...eventsOf('a-z', 1, 2), ...eventsOf('a-a', 1, 2)] });
      const positions = await Promise.all(
        ['a-z', 'a-a'].map((stream) => subject().store.readStream(stream, { after: 0, limit: 9 })),
      );
      const last = positions
        .flat()
        .map((event) => event.position)
        .sort(comparePositions)
        .at(-1);
      expect(position).toEqual(last);
    });

    test('the receipt of a batch without events names the last event of the store', async () => {
      const { position } = await append({ events: eventsOf('a-last', 1) });
      expect((await append({})).position).toEqual(position);
      expect((await append({ confirm: [{ stream: 'a-last', version: 1 }] })).position).toEqual(position);
    });

    test('positions grow with each append', async () => {
      const positions: Position[] = [];
      for (let version = 1; version <= 5; version += 1) {
        const { position } = await append({ events: eventsOf('a-grow', version) });
        if (position) positions.push(position);
      }
      expect(positions).toHaveLength(5);
      expect(positions).toEqual(positions.toSorted(comparePositions));
      expect(new Set(positions.map((position) => JSON.stringify(position))).size).toBe(5);
    });

    test('a version that is taken is refused as a fence, and nothing of its batch is kept', async () => {
      await append({ events: eventsOf('a-fence', 1, 2) });
      await expectRefusal(append({ events: [...eventsOf('a-fence-other', 1), ...eventsOf('a-fence', 2)] }), 'fence');
      expect(await versionsOf('a-fence')).toEqual([1, 2]);
      expect(await versionsOf('a-fence-other')).toEqual([]);
    });

    test('a version that leaves a gap is refused as a fence: its writer saw events that are missing here', async () => {
      await append({ events: eventsOf('a-gap', 1, 2) });
      await expectRefusal(append({ events: eventsOf('a-gap', 4) }), 'fence');
      await expectRefusal(append({ events: eventsOf('a-gap-empty', 2) }), 'fence');
      await expectRefusal(append({ events: [...eventsOf('a-gap', 3), ...eventsOf('a-gap', 5)] }), 'fence');
      expect(await versionsOf('a-gap')).toEqual([1, 2]);
    });

    test('exactly one of several writers that race for a version wins', async () => {
      const racers = Array.from({ length: 8 }, (_, at) =>
        append({ events: [...eventsOf('a-race', 1), ...eventsOf(`a-race-${at}`, 1)] }).then(
          () => at,
          () => undefined,
        ),
      );
      const winners = (await Promise.all(racers)).filter((at) => at !== undefined);
      expect(winners).toHaveLength(1);
      const kept = await Promise.all(racers.map((_, at) => versionsOf(`a-race-${at}`)));
      expect(kept.flatMap((versions, at) => (versions.length > 0 ? [at] : []))).toEqual(winners);
    });

    test('a batch of 5,000 events of many streams is one append', async () => {
      const events = Array.from({ length: 1_000 }, (_, at) => eventsOf(`a-many-${at}`, 1, 5)).flat();
      await append({ events });
      expect(await versionsOf('a-many-0')).toEqual([1, 2, 3, 4, 5]);
      expect(await versionsOf('a-many-999')).toEqual([1, 2, 3, 4, 5]);
    });

    test.each([
      ['quotes', `'single' "double" \`back\` $$ $1`],
      ['backslashes', String.raw`\ \\ \n \. \N \t \u0041`],
      ['white space', 'tab\tnewline\nreturn\rform\fvertical\vend'],
      ['control characters', '\u0001\u001f\u007f\u2028\u2029'],
      ['other scripts', 'naïve Größe 注文 заказ طلب'],
      ['emoji', '🛒📦👩‍🚀'],
      ['NUL', 'before\u0000after'],
      ['a lone surrogate', 'before\ud800after'],
    ])('%s in data and metadata survive', async (name, text) => {
      const stream = `a-text-${name.replaceAll(' ', '-')}`;
      const [event] = eventsOf(stream, 1);
      if (!event) throw new Error('no event');
      await append({ events: [{ ...event, data: { text, [text]: [text] }, metadata: { actor: text } }] });
      const [stored] = await subject().store.readStream(stream, { after: 0, limit: 1 });
      expect(stored?.data).toEqual({ text, [text]: [text] });
      expect(stored?.metadata).toEqual({ actor: text });
    });

    test('later changes to the objects of the caller do not change the stored events', async () => {
      const [event] = eventsOf('a-copy', 1);
      if (!event) throw new Error('no event');
      const data = { lines: [1, 2] };
      await append({ events: [{ ...event, data }] });
      data.lines.push(3);
      expect((await subject().store.readStream('a-copy', { after: 0, limit: 1 }))[0]?.data).toEqual({ lines: [1, 2] });
    });
  });

  describe('confirm', () => {
    test('versions that hold let the batch pass', async () => {
      await append({ events: eventsOf('c-holds', 1, 3) });
      const confirm = [
        { stream: 'c-holds', version: 3 },
        { stream: 'c-empty', version: 0 },
      ];
      await append({ events: eventsOf('c-next', 1), confirm });
      expect(await versionsOf('c-next')).toEqual([1]);
    });

    test.each([
      ['has moved on', 2],
      ['is not there yet', 4],
      ['was expected to be empty', 0],
    ])('a stream that %s refuses the batch, and nothing of it is kept', async (_, version) => {
      const stream = `c-moved-${version}`;
      await append({ events: eventsOf(stream, 1, 3) });
      const confirm = [{ stream, version }];
      await expectRefusal(append({ events: eventsOf(`${stream}-next`, 1), confirm }), 'confirm');
      await expectRefusal(append({ confirm }), 'confirm');
      expect(await versionsOf(`${stream}-next`)).toEqual([]);
    });
  });

  describe('guards', () => {
    test('the epoch that holds the lease may append; an older or unknown one is superseded', async () => {
      await subject().grantLease({ lease: 'lane-1', epoch: 7 });
      await append({ events: eventsOf('g-held', 1), guards: [{ lease: 'lane-1', epoch: 7 }] });
      await subject().grantLease({ lease: 'lane-1', epoch: 8 });
      const late = append({ events: eventsOf('g-held', 2), guards: [{ lease: 'lane-1', epoch: 7 }] });
      await expectRefusal(late, 'superseded');
      await expectRefusal(append({ guards: [{ lease: 'lane-unknown', epoch: 1 }] }), 'superseded');
      expect(await versionsOf('g-held')).toEqual([1]);
    });
  });
}
