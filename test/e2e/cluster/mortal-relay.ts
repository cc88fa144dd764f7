import { applicationPool, PostgresLeases } from '@firstwrite/postgres';
import { PostgresEventStore } from '@firstwrite/event-store';
import { KafkaMessageLog } from '@firstwrite/messaging';
import { PostgresRelayCheckpoints, Relay, type RelayStep } from '@firstwrite/relay';

/** After so many rounds the relay publishes new orders, and not the events that it found at its start. */
const ROUNDS_BEFORE_DEATH = 10;

/** Records whether the current round has events: a segment without events is one message. */
class ObservedLog extends KafkaMessageLog {
  hasEvents = false;

  override publish(...publication: Parameters<KafkaMessageLog['publish']>): Promise<void> {
    const [, , messages] = publication;
    this.hasEvents ||= messages.length > 1;
    return super.publish(...publication);
  }
}

/**
 * A relay that kills itself at a step of a round with events. Before the publication it is not known whether a round
 * has events, so there any round counts.
 */
async function main([step]: readonly string[]): Promise<void> {
  const { DATABASE_URL: url = '', KAFKA_BROKERS: brokers = '' } = process.env;
  const store = await PostgresEventStore.connect({ url });
  const pool = applicationPool({ connectionString: url, max: 2 });
  const log = new ObservedLog({ brokers: brokers.split(','), clientId: 'mortal-relay' });
  let rounds = 0;
  const relay = new Relay({
    ...{ store, log },
    leases: new PostgresLeases(pool),
    checkpoints: new PostgresRelayCheckpoints(pool),
    instance: `dies-${step}`,
    logger: { info: () => undefined, warn: (...line: unknown[]) => console.error(...line) },
    // A short lease: the next relay does not wait long.
    tuning: { leaseTtlMs: 1_000, renewEveryMs: 300, standbyPollMs: 100 },
    onStep: (reached: RelayStep) => {
      if (reached === 'before-publish') [rounds, log.hasEvents] = [rounds + 1, false];
      const isRound = rounds > ROUNDS_BEFORE_DEATH && (log.hasEvents || step === 'before-publish');
      if (reached === step && isRound) process.kill(process.pid, 'SIGKILL');
    },
  });
  relay.start();
}

void main(process.argv.slice(2));
