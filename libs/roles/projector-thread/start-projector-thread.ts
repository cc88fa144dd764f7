import type { HealthPart, Surroundings } from '@firstwrite/platform';
import { CheckpointBoard } from '@firstwrite/feed';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Shop } from '../shop';
import { openViews, watchViews } from '../projector/start-projector';
import type { FromThread, ThreadData, ToThread } from './projector-messages';

export interface ProjectorThreadParts {
  readonly shop: Pick<Shop, 'model' | 'projections'>;
  readonly url: string;
  readonly storeId: number;
  /** The built program of the thread; default: beside this program's folder. */
  readonly program?: string;
}

/** Projections on another thread, seen from this one. */
export interface ProjectorThread {
  readonly board: CheckpointBoard;
  readonly health: readonly HealthPart[];
  /** Tells the thread that events were appended. */
  wake(): void;
  /** Resolves when the thread has ended, by a failure or by a stop: the views are no longer updated. */
  readonly failed: Promise<Error>;
}

const PROGRAM = join(__dirname, '../projector-thread/main.js');

/** Starts the projections of a store on a thread of their own. @throws when the database does not answer */
export async function startProjectorThread(
  { shop, url, storeId, program = PROGRAM }: ProjectorThreadParts,
  { metrics, shutdown }: Surroundings,
): Promise<ProjectorThread> {
  const pool = openViews({ shop, url });
  shutdown.started('views watch', () => pool.end());
  const workerData: ThreadData = { url };
  const worker = new Worker(program, { workerData });
  const tell = (message: ToThread) => worker.postMessage(message);
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  const failed = failureOf(worker);
  const board = new CheckpointBoard();
  const ready = new Promise<undefined>((resolve) => {
    worker.on('message', (message: FromThread) => {
      if (message === 'ready') resolve(undefined);
      else board.seen(message.projection, message.position);
    });
  });
  const failure = await Promise.race([ready, failed]);
  if (failure) throw failure;
  shutdown.started('projections', async () => {
    tell('stop');
    await ended;
  });
  return { board, health: [watchViews({ shop, pool, storeId }, metrics)], wake: () => tell('appended'), failed };
}

function failureOf(worker: Worker): Promise<Error> {
  return new Promise((resolve) => {
    worker.once('error', resolve);
    worker.once('exit', (code) => resolve(new Error(`the projections' thread ended with ${code}`)));
  });
}
