import type { RebuildOptions, RebuildProgress, RebuildStep } from './rebuild-options';

/** Counts what a step has done, and tells it. */
export class StepProgress {
  done = 0;
  private current: Omit<RebuildProgress, 'done'> | undefined;

  constructor(private readonly tell: RebuildOptions['onProgress']) {}

  begin(step: RebuildStep, total: number, unit: RebuildProgress['unit']): void {
    this.current = { step, total, unit };
    this.done = 0;
    this.advance(0);
  }

  advance(count: number): void {
    this.done += count;
    if (this.current) this.tell?.({ ...this.current, done: this.done, total: Math.max(this.current.total, this.done) });
  }
}
