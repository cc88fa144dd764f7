const keptLinesMax = 20;
const joinedLinesMax = 3;

/** The tail of a program's output, kept to explain its end. */
export class LastLines {
  private lines: readonly string[] = [];

  add(line: string): void {
    this.lines = [...this.lines, line].slice(-keptLinesMax);
  }

  all(): readonly string[] {
    return this.lines;
  }

  /** One line for an error's message. */
  joined(): string {
    return this.lines.slice(-joinedLinesMax).join(' | ') || 'it wrote nothing';
  }
}
