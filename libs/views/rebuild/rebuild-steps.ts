import { Modes, type Transitions } from '@firstwrite/resilience';
import type { RebuildOptions, RebuildProgress, RebuildStep } from './rebuild-options';

const TRANSITIONS: Transitions<'open' | RebuildStep> = {
  open: ['fold', 'catch-up'],
  fold: ['catch-up'],
  'catch-up': ['compare', 'swap'],
  compare: ['swap'],
  swap: ['done'],
  done: [],
};

/**
 * The steps of one rebuild or roll-back, and how far each is. No step is left out or comes twice.
 *
 *   open ──▶ fold ──▶ catch-up ──▶ compare ──▶ swap ──▶ done    a rebuild
 *   open ───────────▶ catch-up ──────────────▶ swap ──▶ done    a roll-back: its rows were compared before
 *
 * An error in any step ends the work; the live view is then the view that was live before.
 */
export class RebuildSteps {
  /** Events or rows that the current step has worked on. */
  done = 0;
  private readonly modes = new Modes<'open' | RebuildStep>('rebuild', TRANSITIONS, 'open');
  private counted: Pick<RebuildProgress, 'total' | 'unit'> | undefined;

  constructor(private readonly options: Pick<RebuildOptions, 'onProgress' | 'onStep'>) {}

  /** Begins a step. @throws IllegalTransitionError when it does not follow the step before */
  async to(step: RebuildStep): Promise<void> {
    this.modes.to(step);
    this.counted = undefined;
    await this.options.onStep?.(step);
  }

  /** Begins to count within the current step. @param total as counted now; more may be appended meanwhile */
  count(total: number, unit: RebuildProgress['unit']): void {
    this.counted = { total, unit };
    this.done = 0;
    this.advance(0);
  }

  advance(count: number): void {
    this.done += count;
    const { counted, done } = this;
    const step = this.modes.current;
    if (!counted || step === 'open') return;
    this.options.onProgress?.({ step, unit: counted.unit, done, total: Math.max(counted.total, done) });
  }
}
