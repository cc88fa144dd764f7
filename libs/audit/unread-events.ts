import type { UnreadEvents } from './rules';

/** Remembers events that cannot be read and are no fault. */
export class UnreadEventSet implements UnreadEvents {
  private readonly versionsOf = new Map<string, Set<number>>();
  size = 0;

  add({ stream, version }: { readonly stream: string; readonly version: number }): void {
    const versions = this.versionsOf.get(stream) ?? new Set();
    this.versionsOf.set(stream, versions.add(version));
    this.size++;
  }

  has({ stream, version }: { readonly stream: string; readonly version: number }): boolean {
    return this.size > 0 && this.versionsOf.get(stream)?.has(version) === true;
  }

  includesStream(stream: string): boolean {
    return this.versionsOf.has(stream);
  }

  *[Symbol.iterator](): IterableIterator<{ readonly stream: string; readonly version: number }> {
    for (const [stream, versions] of this.versionsOf) for (const version of versions) yield { stream, version };
  }
}
