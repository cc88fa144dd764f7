import type { ModuleRef } from '@nestjs/core';
import type { ICommandHandler } from '@nestjs/cqrs';
import { gate } from '../test/network-store';
import { InFlightKeys } from './in-flight-keys';
import {
  CommandBusConfigurationError,
  localRouting,
  RoutingCommandBus,
  type CommandRouting,
} from './routing-command-bus';

class Greet {
  readonly routingKey = 'shelf-a';
  constructor(
    readonly name: string,
    readonly requestKey?: string,
  ) {}
}

class Unrouted {
  readonly name = 'nobody';
}

type Handler = { readonly instance: ICommandHandler<Greet> } & Parameters<RoutingCommandBus['bind']>[0];

/** A handler in the form in which Nest passes it to the bus. */
function handlerOf(execute: (command: Greet) => Promise<unknown>): Handler {
  return { name: 'GreetHandler', instance: { execute }, isDependencyTreeStatic: () => true } as unknown as Handler;
}

function busWith(execute: (command: Greet) => Promise<unknown>, routing: CommandRouting = localRouting) {
  const bus = new RoutingCommandBus({} as ModuleRef, routing, new InFlightKeys(5_000));
  bus.bind(handlerOf(execute), commandId());
  return bus;
}

/** Gives a command its id as Nest does, in metadata on the class. */
function commandId(): string {
  const id = 'greet';
  Reflect.defineMetadata('__command__', { id }, Greet);
  Reflect.defineMetadata('__command__', { id: 'unrouted' }, Unrouted);
  return id;
}

test('a command is dispatched by its routing key to its handler', async () => {
  const routed: string[] = [];
  const bus = busWith(async ({ name }) => `hello ${name}`, {
    dispatch: (routingKey, here) => {
      routed.push(routingKey);
      return here();
    },
  });
  expect(await bus.execute(new Greet('you'))).toBe('hello you');
  expect(routed).toEqual(['shelf-a']);
});

test('a second handler for one command is an error', () => {
  const bus = busWith(async () => undefined);
  expect(() =>
    bus.bind(
      handlerOf(async () => undefined),
      commandId(),
    ),
  ).toThrow(CommandBusConfigurationError);
});

test('a command that names no routing key is an error', () => {
  expect(() => busWith(async () => undefined).execute(new Unrouted())).toThrow(CommandBusConfigurationError);
});

test('commands with one request key are run one after the other, others side by side', async () => {
  const held = gate();
  const begun: string[] = [];
  const bus = busWith(async ({ name }) => {
    begun.push(name);
    if (name === 'first') await held.step();
  });
  const all = [
    bus.execute(new Greet('first', 'key')),
    bus.execute(new Greet('second', 'key')),
    bus.execute(new Greet('other', 'other-key')),
    bus.execute(new Greet('keyless')),
  ];
  await Promise.all(all.slice(2));
  expect(begun.toSorted()).toEqual(['first', 'keyless', 'other']);
  held.open();
  await Promise.all(all);
  expect(begun).toContain('second');
});
