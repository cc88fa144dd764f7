import type { ResultRow } from './result-file';

/** Rounds to three significant digits: 37,018 · 59.3 · 0.0129. */
export function figure(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const digits = Math.abs(value) >= 100 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** `59.3 (52.1 … 64)`. */
export function ratioText({ ratio }: ResultRow): string {
  if (!ratio) return '–';
  const { median, min, max } = ratio;
  return min === max ? figure(median) : `${figure(median)} (${figure(min)} … ${figure(max)})`;
}

/** `≥ 60`, `≤ 1/75`. */
export function goalText({ goal, bound }: ResultRow): string {
  if (goal === null) return '–';
  const sign = bound === 'min' ? '≥' : '≤';
  const isPart = goal > 0 && goal < 0.1;
  return `${sign} ${isPart ? `1/${figure(1 / goal)}` : figure(goal)}`;
}

/** The result of a row, in words. */
export function verdict({ met, gate }: ResultRow): string {
  if (gate === 'failed') return 'gate failed';
  if (gate === 'not run') return 'not yet measurable';
  return met === null ? '–' : met ? 'met' : 'not met';
}

/** The cells of a row after its id: where it was measured, the figures, the goal, and whether the goal is met. */
export function cellsOf(row: ResultRow): string[] {
  const { cell, rival, ours, theirs, unit } = row;
  const figures = [figure(ours), figure(theirs), unit ?? '–', ratioText(row)];
  return [cell, rival ?? '–', ...figures, goalText(row), verdict(row)];
}
