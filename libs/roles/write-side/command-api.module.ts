import {
  InFlightKeys,
  Lane,
  localRouting,
  RoutingCommandBus,
  type TokenSigning,
  WriteReplies,
  WriteRequests,
} from '@firstwrite/command-bus';
import { Inject, Module, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import type { CommandHandlerType } from '@nestjs/cqrs';
import type { Shop } from '../shop';

export interface CommandApiOptions {
  readonly shop: Pick<Shop, 'writes'>;
  /** The lane of the store that this process writes to. */
  readonly lane: Lane;
  readonly tokens: TokenSigning;
  readonly region: string;
  /** How long a request waits for an earlier one with the same key. */
  readonly keyWaitMsMax: number;
}

/** Injects the shop's command handlers, for the bus to bind. */
const HANDLERS = Symbol('CommandHandlerType[]');

/** The write side: HTTP → command → bus → lane. */
@Module({})
export class CommandApiModule implements OnApplicationBootstrap {
  constructor(
    private readonly bus: RoutingCommandBus,
    private readonly modules: ModulesContainer,
    @Inject(HANDLERS) private readonly handlers: readonly CommandHandlerType[],
  ) {}

  static register({ shop: { writes }, lane, tokens, region, keyWaitMsMax }: CommandApiOptions): DynamicModule {
    return {
      module: CommandApiModule,
      controllers: [...writes.controllers],
      providers: [
        { provide: Lane, useValue: lane },
        { provide: WriteRequests, useValue: new WriteRequests(tokens, region) },
        { provide: WriteReplies, useValue: new WriteReplies(tokens) },
        {
          provide: RoutingCommandBus,
          inject: [ModuleRef],
          useFactory: (moduleRef: ModuleRef) =>
            new RoutingCommandBus(moduleRef, localRouting, new InFlightKeys(keyWaitMsMax)),
        },
        { provide: HANDLERS, useValue: writes.handlers },
        ...writes.handlers,
      ],
    };
  }

  /** @throws CommandBusConfigurationError when a command has two handlers */
  onApplicationBootstrap(): void {
    const providers = [...this.modules.values()].flatMap((module) => [...module.providers.values()]);
    const wrappers = providers.filter(({ metatype }) => this.handlers.includes(metatype as CommandHandlerType));
    this.bus.register(wrappers as Parameters<RoutingCommandBus['register']>[0]);
  }
}
