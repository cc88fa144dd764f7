import { CommandBus, type AsyncContext, type ICommand } from '@nestjs/cqrs';
import type { ModuleRef } from '@nestjs/core';
import type { InFlightKeys } from './in-flight-keys';

/** A command that can be routed. */
export interface RoutedCommand extends ICommand {
  /** The stream that the command contends for: commands with one routing key meet in one lane. */
  readonly routingKey: string;
  /** The caller, the operation and the idempotency key; commands with the same request key run one after the other. */
  readonly requestKey?: string | undefined;
}

/** Finds the lane of a routing key. */
export interface CommandRouting {
  /** Runs a command in the process that owns its key. */
  dispatch<Reply>(routingKey: string, here: () => Promise<Reply>): Promise<Reply>;
}

/** Every lane is in this process: there is one process, or a load balancer hashes the routing key. */
export const localRouting: CommandRouting = { dispatch: (_routingKey, here) => here() };

/** Two handlers for one command, or a command without a routing key: a defect of the wiring. */
export class CommandBusConfigurationError extends Error {
  readonly code = 'command-bus-configuration';
}

/** Nest's command bus, which sends each command to the lane of its routing key. */
export class RoutingCommandBus extends CommandBus {
  private readonly bound = new Set<string>();

  constructor(
    moduleRef: ModuleRef,
    private readonly routing: CommandRouting,
    private readonly inFlight: InFlightKeys,
  ) {
    super(moduleRef);
  }

  /** @throws CommandBusConfigurationError when the command has a handler already */
  override bind(handler: Parameters<CommandBus['bind']>[0], id: string): void {
    if (this.bound.has(id)) {
      throw new CommandBusConfigurationError(`${String(handler.name)} handles a command that has a handler`);
    }
    this.bound.add(id);
    super.bind(handler, id);
  }

  override execute<Reply>(command: ICommand, context?: AsyncContext): Promise<Reply> {
    if (!isRouted(command)) throw new CommandBusConfigurationError(`${command.constructor.name} names no routing key`);
    const here = () => super.execute<ICommand, Reply>(command, context);
    const { routingKey, requestKey } = command;
    return this.routing.dispatch(
      routingKey,
      requestKey === undefined ? here : () => this.inFlight.run(requestKey, here),
    );
  }
}

function isRouted(command: ICommand): command is RoutedCommand {
  return 'routingKey' in command && typeof command.routingKey === 'string';
}
