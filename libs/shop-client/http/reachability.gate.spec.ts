import { ReachabilityGate } from './reachability.gate';
import { UnreachableError } from './unreachable.error';

const patience = { unreachableMsMax: 100, probeIntervalMs: 40 };

describe('the gate before a service', () => {
  it('is open until a connection breaks, and again after any answer', async () => {
    const gate = new ReachabilityGate('http://shop', patience, () => undefined);
    await gate.pass();
    gate.failed(performance.now(), 'ECONNRESET');
    gate.answered();
    const startedAtMs = performance.now();
    await gate.pass();
    expect(performance.now() - startedAtMs).toBeLessThan(patience.probeIntervalMs);
  });

  it('lets one request pass in each interval while the service is silent', async () => {
    const gate = new ReachabilityGate('http://shop', patience, () => undefined);
    gate.failed(performance.now(), 'ECONNREFUSED');
    const passed = await Promise.allSettled(Array.from({ length: 10 }, () => gate.pass()));
    expect(passed.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(3);
    const refused = passed.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused[0]).toBeInstanceOf(UnreachableError);
  });

  it('says once that the service is silent, and names it and the last reason when it gives up', async () => {
    const lines: string[] = [];
    const gate = new ReachabilityGate('http://shop', { ...patience, unreachableMsMax: 0 }, (line) => lines.push(line));
    gate.failed(performance.now(), 'ECONNRESET');
    gate.failed(performance.now(), 'ECONNREFUSED');
    expect(lines).toEqual(['http://shop does not answer (ECONNRESET); trying for 0 s']);
    await expect(gate.pass()).rejects.toThrow('http://shop did not answer for 0 s (ECONNREFUSED); stopped');
  });
});
