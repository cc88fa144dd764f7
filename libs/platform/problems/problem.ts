import { isProblemCode, problemCatalogue, type ProblemCode } from './problem-catalogue';

/** problem+json (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The request id. */
  readonly instance: string;
  readonly code: ProblemCode;
  readonly [member: string]: unknown;
}

/** An error of ours: a stable code, and the members that its problem carries. */
interface CodedError extends Error {
  readonly code: ProblemCode;
}

/** Members that a problem takes from the error of its code. */
const membersOf: Partial<Record<ProblemCode, readonly string[]>> = {
  'invalid-request': ['errors'],
  'insufficient-stock': ['shortages'],
  'outcome-unknown': ['orderId'],
};

/** What an error says to a caller, and what it keeps to itself: an unknown one is a defect and tells nothing of the inside. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (!isCoded(error)) {
    return { ...base('internal', requestId), detail: 'The service met a case that it does not know.' };
  }
  const { code, message } = error;
  return { ...base(code, requestId), detail: message, ...ownMembers(error) };
}

function base(code: ProblemCode, requestId: string) {
  const { status, title } = problemCatalogue[code];
  return { type: `/problems/${code}`, title, status, instance: requestId, code };
}

function isCoded(error: unknown): error is CodedError {
  return error instanceof Error && 'code' in error && isProblemCode(error.code);
}

function ownMembers(error: CodedError): Record<string, unknown> {
  const fields = error as unknown as Record<string, unknown>;
  if (error.code === 'version-conflict') return conflictMembers(fields);
  if (error.code === 'invalid-request' && !('errors' in error)) {
    return { errors: [{ pointer: fields['pointer'], detail: fields['detail'] }] };
  }
  if (error.code === 'illegal-transition') return { orderStatus: fields['status'], allowed: fields['allowed'] };
  const names = membersOf[error.code] ?? [];
  return Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
}

interface ConflictFields {
  readonly stream: string;
  readonly expectedVersion: number | undefined;
  readonly currentVersion: number;
  readonly unseenEvents: readonly { version: number; type: string; data: unknown; recordedAtMs: number }[];
}

function conflictMembers({ conflicts, source }: Record<string, unknown>) {
  return {
    ...(source === 'if-match' && { status: 412 }),
    conflicts: (conflicts as readonly ConflictFields[]).map(({ unseenEvents, ...conflict }) => ({
      ...conflict,
      unseenEvents: unseenEvents.map(({ version, type, data, recordedAtMs }) => ({
        version,
        type,
        data,
        recordedAt: new Date(recordedAtMs).toISOString(),
      })),
    })),
  };
}
