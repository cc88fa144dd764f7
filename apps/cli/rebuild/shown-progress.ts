import type { RebuildOptions, RebuildStep } from '@firstwrite/views';
import type { Progress } from '@firstwrite/terminal';

const labels: Readonly<Record<RebuildStep, string>> = {
  fold: 'fold',
  'catch-up': 'catch up',
  compare: 'compare',
  swap: 'swap',
  done: 'done',
};

/** Shows each long step of a rebuild as a task of its own. */
export function shownOn(progress: Progress, name: string): Pick<RebuildOptions, 'onProgress' | 'onStep'> {
  let shown: { step: RebuildStep; done: number } | undefined;
  return {
    onStep: () => {
      progress.finish();
      shown = undefined;
    },
    onProgress: ({ step, unit, done, total }) => {
      if (shown?.step !== step) {
        progress.start({ label: `${name}: ${labels[step]}`, total, unit });
        shown = { step, done: 0 };
      }
      progress.advance(done - shown.done);
      shown.done = done;
    },
  };
}
