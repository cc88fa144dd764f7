interface Room {
  /** The rooms that its sources may import. */
  readonly libs: readonly string[];
  readonly packages: readonly string[] | 'any';
}

export const rooms: Readonly<Record<string, Room>>;
