import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ProblemCatalogue } from '../problems/problem-catalogue';
import { HttpProblemError } from '../problems/framework-error';

/** Answers what is no HTTP request at all, or has too large headers: there is no request and no reply to answer with. */
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
