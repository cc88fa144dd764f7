export interface OrderLine {
  readonly sku: string;
  readonly location?: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly expectedVersion?: number;
}

export interface Conflict {
  readonly stream: string;
  readonly expectedVersion?: number;
  readonly currentVersion: number;
  readonly unseenEvents: readonly {
    readonly version: number;
    readonly type: string;
    readonly data: unknown;
    readonly recordedAt: string;
  }[];
}

export interface Shortage {
  readonly location: string;
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

export interface Fault {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
  readonly detail: string;
}

/** Every member that any answer has. A test reads the members of its own answer; the others are undefined. */
export interface ReplyBody {
  readonly [member: string]: unknown;
  readonly code: string;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly instance: string;
  readonly status: string | number;
  readonly version: number;
  readonly orderId: string;
  readonly sku: string;
  readonly name: string;
  readonly lines: readonly OrderLine[];
  readonly total: number;
  readonly onHand: number;
  readonly available: number;
  readonly allowed: readonly string[];
  readonly shortages: readonly Shortage[];
  readonly conflicts: readonly Conflict[];
  readonly errors: readonly Fault[];
  readonly items: readonly ReplyBody[];
  readonly nextCursor: string | null;
  readonly results: readonly { readonly status: number; readonly order: ReplyBody; readonly problem: ReplyBody }[];
  readonly parts: Readonly<Record<string, { readonly status: string; readonly detail?: string }>>;
}
