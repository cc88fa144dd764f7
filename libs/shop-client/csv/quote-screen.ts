import type { LineFault } from './line-fault';
import { findQuotingFault } from './quoting';

/** A quoted field may hold line breaks; a record of more lines than this has a quote that is not closed. */
const recordLinesMax = 64;

/**
 * Lets through the records with sound quoting, with `\n` line ends. The first line of every other record becomes an
 * empty one, so that a broken quote affects only its own line, and later lines keep their numbers.
 */
export class QuoteScreen {
  readonly faults: LineFault[] = [];
  private lines: string[] = [];
  private unfinishedLine = '';
  private lineNumber = 1;

  /** Characters read of a line that has not ended yet. */
  get unfinishedCharacters(): number {
    return this.unfinishedLine.length;
  }

  /** Takes the next piece of the file; returns the text of this and earlier pieces that can be passed on. */
  push(text: string): string {
    const lines = (this.unfinishedLine + text).split('\n');
    this.unfinishedLine = lines.pop() ?? '';
    for (const line of lines) this.lines.push(line.endsWith('\r') ? `${line.slice(0, -1)}\n` : `${line}\n`);
    return this.drain(false);
  }

  /** The file has ended; returns the rest. */
  end(): string {
    const passed = this.unfinishedLine === '' ? '' : this.push('\n');
    return passed + this.drain(true);
  }

  private drain(ended: boolean): string {
    let passed = '';
    let at = 0;
    while (at < this.lines.length) {
      const count = this.recordLineCount(at);
      if (count === undefined && !ended && this.lines.length - at < recordLinesMax) break;
      const record = this.lines.slice(at, at + (count ?? recordLinesMax)).join('');
      const fault = record.includes('"') ? findQuotingFault(record) : undefined;
      if (fault) this.faults.push({ line: this.lineNumber, ...fault });
      const taken = fault ? 1 : (count ?? 1);
      passed += fault ? '\n' : record;
      at += taken;
      this.lineNumber += taken;
    }
    this.lines = this.lines.slice(at);
    return passed;
  }

  /**
   * The number of lines of the record that begins at `at`: up to the line where its quotes are even; undefined when no
   * such line is near.
   */
  private recordLineCount(at: number): number | undefined {
    let open = false;
    for (let count = 1; count <= recordLinesMax && at + count <= this.lines.length; count++) {
      if (hasOddQuotes(this.lines[at + count - 1] ?? '')) open = !open;
      if (!open) return count;
    }
    return undefined;
  }
}

function hasOddQuotes(line: string): boolean {
  let odd = false;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) odd = !odd;
  return odd;
}
