import { IllegalTransitionError } from '@firstwrite/resilience';
import { RebuildSteps } from './rebuild-steps';
import type { RebuildProgress, RebuildStep } from './rebuild-options';

const pathsOf = {
  'a rebuild': ['fold', 'catch-up', 'compare', 'swap', 'done'],
  'a roll-back': ['catch-up', 'swap', 'done'],
} satisfies Record<string, RebuildStep[]>;

test.each(Object.entries(pathsOf))('%s takes its steps in order, reporting each before it begins', async (_, path) => {
  const told: RebuildStep[] = [];
  const steps = new RebuildSteps({ onStep: (step) => void told.push(step) });
  for (const step of path) await steps.to(step);
  expect(told).toEqual(path);
});

test.each<[RebuildStep[], RebuildStep]>([
  [['fold'], 'swap'],
  [['fold', 'catch-up'], 'done'],
  [['catch-up', 'swap', 'done'], 'swap'],
  [[], 'compare'],
])('after %p the step %s is refused', async (taken, next) => {
  const steps = new RebuildSteps({});
  for (const step of taken) await steps.to(step);
  await expect(steps.to(next)).rejects.toThrow(IllegalTransitionError);
});

test('progress names the step, and its total grows with the events that are appended meanwhile', async () => {
  const told: RebuildProgress[] = [];
  const steps = new RebuildSteps({ onProgress: (progress) => told.push(progress) });
  await steps.to('fold');
  steps.count(2, 'events');
  steps.advance(3);
  await steps.to('catch-up');
  steps.advance(1);
  expect(told).toEqual([
    { step: 'fold', unit: 'events', done: 0, total: 2 },
    { step: 'fold', unit: 'events', done: 3, total: 3 },
  ]);
});
