import { deferred, type Deferred } from '../process/deferred';
import { superviseServer, type RunningServer } from '../process/server-supervision';
import { startNode, type NodePlan } from './kafka-node';

/** One broker, for tests that hurt it. */
export interface LocalKafkaNode {
  /** Counts from 1. */
  readonly id: number;
  readonly address: string;
  /** The process of the moment: another one after each restart. */
  readonly pid: number;
  /** Kills the broker and leaves it dead; resolves when it is gone. */
  kill9(): Promise<void>;
  /** Starts a broker that was killed so, on its data; resolves when it serves. @throws LocalClusterError when it will not run again */
  restart(): Promise<void>;
}

export interface SupervisedNode extends LocalKafkaNode {
  /** See {@link superviseServer}. */
  readonly ended: Promise<Error | undefined>;
}

/** A broker that is started again when it dies, except when `kill9` did it: then `restart` does. */
export function superviseNode(first: RunningServer, plan: NodePlan): SupervisedNode {
  let pause: Deferred | undefined;
  let resumed = deferred();
  plan.stopping.addEventListener('abort', () => pause?.resolve(), { once: true });
  const supervision = superviseServer(first, {
    name: `Kafka broker ${plan.node.id}`,
    start: async () => {
      const server = await startNode(plan);
      resumed.resolve();
      return server;
    },
    log: plan.log,
    stopping: plan.stopping,
    pauseAsked: async () => {
      const asked = pause;
      await asked?.promise;
      pause = undefined;
      return asked !== undefined;
    },
  });
  return {
    id: plan.node.id,
    address: `127.0.0.1:${plan.node.port}`,
    get pid() {
      return supervision.current().pid;
    },
    kill9: async () => {
      pause ??= deferred();
      const { pid, exited } = supervision.current();
      process.kill(pid, 'SIGKILL');
      await exited;
    },
    restart: async () => {
      if (!pause) return;
      resumed = deferred();
      pause.resolve();
      const failure = await Promise.race([resumed.promise, supervision.ended]);
      if (failure) throw failure;
    },
    ended: supervision.ended,
  };
}
