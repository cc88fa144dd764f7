import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { RouteTable } from '../http/route-table';
import { frameworkError } from './framework-error';
import type { ProblemCatalogue } from './problem-catalogue';

/** What an application's errors are told from, and reported to. */
export interface ProblemContext {
  readonly problems: ProblemCatalogue;
  readonly routes: RouteTable;
  readonly logger: Logger;
}

/** The request that failed, and its reply. */
interface FailedRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Answers with the problem of an error; a defect is logged with its cause, which the answer does not show. */
export function sendProblem(
  error: unknown,
  { request, reply }: FailedRequest,
  { problems, routes, logger }: ProblemContext,
): void {
  const known = frameworkError(error, request, routes);
  const problem = problems.problemOf(known, request.id);
  if (problem.code === 'internal') logger.error({ requestId: request.id, err: error }, 'defect');
  else if (problem.status >= 500) logger.warn({ requestId: request.id, err: error }, problem.code);
  else logger.debug({ requestId: request.id, code: problem.code }, 'refused');
  const { retryAfterSeconds, allow } = known as { retryAfterSeconds?: number; allow?: string };
  const retryAfter = retryAfterSeconds ?? (problem.status === 503 ? 1 : undefined);
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
  if (allow !== undefined) void reply.header('allow', allow);
  void reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
