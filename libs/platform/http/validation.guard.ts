import { SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { InvalidRequestError, placesOf, pointerOf, type Fault } from '../problems/invalid-request.error';

/** Returns the faults of one part of a request; a query or body without faults is replaced by its schema's output. */
export type Check = (request: FastifyRequest) => readonly Fault[];

const CHECKS = Symbol('Checks');

/** Adds checks to those that the schemas of a handler's parameters, query and body make. */
export const Checks = (...checks: readonly Check[]): MethodDecorator => SetMetadata(CHECKS, checks);

/** Refuses every query parameter. */
export const noQuery: Check = (request) => checkQuery(request, z.strictObject({}));

/** The arguments of a handler, as Nest stores them: the key is `<kind>:<index>`. */
type RouteArguments = Readonly<Record<string, { readonly data?: string; readonly schema?: z.ZodType }>>;

type CheckOf = (schema: z.ZodType, name: string | undefined) => Check;

/** The checks of each kind of argument, which Nest numbers. */
const checkOfKind: readonly (readonly [kind: number, checkOf: CheckOf])[] = [
  [RouteParamtypes.BODY, (schema) => (request) => checkBody(request, schema)],
  [RouteParamtypes.PARAM, (schema, name) => (request) => checkParameters(request, schema, name)],
  [RouteParamtypes.QUERY, (schema) => (request) => checkQuery(request, schema)],
];

/**
 * Checks path, query, body and headers of a request against the schemas of its handler's decorators, and refuses it
 * with all faults at once. It is a guard because a pipe of Nest sees only one argument.
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
      const further = Reflect.getMetadata(CHECKS, handler) as readonly Check[] | undefined;
      checks = [...checksOfArguments(taken ?? {}), ...(further ?? [])];
      this.checks.set(handler, checks);
    }
    return checks;
  }
}

/** The faults always have the same order, in whatever order a handler takes its arguments. */
function checksOfArguments(taken: RouteArguments): Check[] {
  return checkOfKind.flatMap(([kind, checkOf]) =>
    Object.entries(taken).flatMap(([key, { data, schema }]) =>
      schema && key.startsWith(`${kind}:`) ? [checkOf(schema, data)] : [],
    ),
  );
}

function checkBody(request: FastifyRequest, schema: z.ZodType): Fault[] {
  const result = schema.safeParse(request.body);
  if (!result.success) return faultsOf(result.error, (path, detail) => ({ pointer: pointerOf(path), detail }));
  request.body = result.data;
  return [];
}

function checkQuery(request: FastifyRequest, schema: z.ZodType): Fault[] {
  const result = schema.safeParse(request.query);
  if (!result.success) return faultsOf(result.error, parameterFault);
  request.query = result.data;
  return [];
}

function checkParameters(request: FastifyRequest, schema: z.ZodType, name: string | undefined): Fault[] {
  const parameters = request.params as Record<string, unknown>;
  const result = schema.safeParse(name === undefined ? parameters : parameters[name]);
  if (result.success) return [];
  return faultsOf(result.error, (path, detail) => parameterFault(name === undefined ? path : [name], detail));
}

function parameterFault([name]: readonly PropertyKey[], detail: string): Fault {
  return { parameter: String(name ?? ''), detail };
}

function faultsOf(error: z.ZodError, faultAt: (path: readonly PropertyKey[], detail: string) => Fault): Fault[] {
  return error.issues.flatMap((issue) => placesOf(issue).map(({ path, detail }) => faultAt(path, detail)));
}
