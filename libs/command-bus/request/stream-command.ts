import type { Lane } from '../lane/lane';
import type { Decision, Settled } from '../settle/decision';
import type { WriteHeaders } from './request-headers';
import { requestKeyOf, submissionParts } from './write-context';
import { Command } from '@nestjs/cqrs';

/** The parts of every command about one stream. */
export interface StreamCommandParts {
  readonly stream: string;
  /** Part of the scope of an idempotency key. */
  readonly operation: string;
  /** The members of the request that the fingerprint covers. */
  readonly body: object;
  readonly headers: WriteHeaders;
  /** Members of the problem when the outcome is unknown. */
  readonly subject?: Readonly<Record<string, string>>;
}

/**
 * A command about one stream, which is its routing key. Its idempotency key is scoped to caller, operation and stream;
 * its If-Match is a version of the stream.
 */
export abstract class StreamCommand<Reply> extends Command<Settled<Reply>> {
  readonly stream: string;
  readonly routingKey: string;
  readonly requestKey: string | undefined;

  constructor(readonly parts: StreamCommandParts) {
    super();
    this.stream = parts.stream;
    this.routingKey = parts.stream;
    this.requestKey = requestKeyOf(parts.headers, parts);
  }
}

/** Hands commands of one kind to the lane, with their decision. */
export abstract class StreamCommandHandler<Handled extends StreamCommand<Reply>, Reply> {
  constructor(
    private readonly lane: Lane,
    private readonly decision: Decision<Handled, Reply>,
  ) {}

  execute(command: Handled): Promise<Settled<Reply>> {
    const { headers, body, subject } = command.parts;
    return this.lane.submit({
      decision: this.decision,
      command,
      ...submissionParts(headers, command.parts, body),
      ...(subject && { subject }),
    });
  }
}
