import { positionOf, type Position } from '@firstwrite/event-store';

/**
 * A position as one text: `<store>.<era>.<transaction>.<number>`. The texts do not sort in the order of the positions.
 */
export function positionText({ store, era, transaction, number }: Position): string {
  return `${store}.${era}.${transaction}.${number}`;
}

const FORM = /^(\d{1,5})\.(\d{1,5})\.(\d{1,16})\.(\d{1,16})$/;

/** Parses the text of a position. @returns undefined when the text is not that of a position */
export function positionOfText(text: string | undefined): Position | undefined {
  const parts = FORM.exec(text ?? '');
  if (!parts) return undefined;
  const [, store, era, transaction, number] = parts.map(Number) as [number, number, number, number, number];
  return Number.isSafeInteger(transaction) && Number.isSafeInteger(number)
    ? positionOf({ store, era, transaction, number })
    : undefined;
}
