import { SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { InvalidRequestError, placesOf, pointerOf, type Fault } from '../problems/invalid-request.error';

/** Returns every fault of a request's headers. */
export type HeaderCheck = (request: FastifyRequest) => readonly Fault[];

const HEADER_CHECK = Symbol('HeaderCheck');

/** Adds a check of the headers to the checks of a handler's parameters and body. */
export const ChecksHeaders = (check: HeaderCheck): MethodDecorator => SetMetadata(HEADER_CHECK, check);

/** Returns the faults of one part of a request; a body without faults is replaced by the output of its schema. */
type Check = (request: FastifyRequest) => readonly Fault[];

/** The arguments of a handler, as Nest stores them: the key is `<kind>:<index>`. */
type RouteArguments = Readonly<Record<string, { readonly data?: string; readonly schema?: z.ZodType }>>;

const BODY = '3';
const PARAMETERS = '5';

/**
 * Checks path, body and headers of a request against the schemas of its handler's decorators, and refuses it with all
 * faults at once. It is a guard because a pipe of Nest sees only one argument.
 */
export class ValidationGuard implements CanActivate {
  private readonly checks = new Map<unknown, readonly Check[]>();

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const faults: Fault[] = [];
    for (const check of this.checksOf(context)) faults.push(...check(request));
    if (faults.length > 0) throw new InvalidRequestError(faults);
    return true;
  }

  private checksOf(context: ExecutionContext): readonly Check[] {
    const handler = context.getHandler();
    let checks = this.checks.get(handler);
    if (!checks) {
      const taken = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) as
        RouteArguments | undefined;
      const headers = Reflect.getMetadata(HEADER_CHECK, handler) as HeaderCheck | undefined;
      checks = [...Object.entries(taken ?? {}).flatMap(checkOf), ...(headers ? [headers] : [])];
      this.checks.set(handler, checks);
    }
    return checks;
  }
}

function checkOf([key, { data, schema }]: [string, RouteArguments[string]]): Check[] {
  if (!schema) return [];
  const [kind] = key.split(':');
  if (kind === BODY) return [(request) => checkBody(request, schema)];
  if (kind === PARAMETERS) return [(request) => checkParameters(request, schema, data)];
  return [];
}

function checkBody(request: FastifyRequest, schema: z.ZodType): Fault[] {
  const result = schema.safeParse(request.body);
  if (!result.success) return faultsOf(result.error, (path, detail) => ({ pointer: pointerOf(path), detail }));
  request.body = result.data;
  return [];
}

function checkParameters(request: FastifyRequest, schema: z.ZodType, name: string | undefined): Fault[] {
  const parameters = request.params as Record<string, unknown>;
  const result = schema.safeParse(name === undefined ? parameters : parameters[name]);
  if (result.success) return [];
  return faultsOf(result.error, (path, detail) => ({ parameter: name ?? String(path[0] ?? ''), detail }));
}

function faultsOf(error: z.ZodError, faultAt: (path: readonly PropertyKey[], detail: string) => Fault): Fault[] {
  return error.issues.flatMap((issue) => placesOf(issue).map(({ path, detail }) => faultAt(path, detail)));
}
