import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ProblemCatalogue } from '../problems/problem-catalogue';
import { HttpProblemError } from '../problems/framework-error';

/**
 * Answers bytes that are not an HTTP request, and headers that are too large. Fastify has no request and no reply for
 * them, so the answer is written to the socket.
 */
export function refuseBrokenRequests(problems: ProblemCatalogue) {
  return (error: Error & { code?: string }, socket: Socket): void => refuse(error, socket, problems);
}

function refuse(error: Error & { code?: string }, socket: Socket, problems: ProblemCatalogue): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const problem = problems.problemOf(
    tooLarge
      ? new HttpProblemError('headers-too-large', 'the headers are over 16 KiB')
      : new HttpProblemError('invalid-request', 'this is not an HTTP request'),
    randomUUID(),
  );
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
