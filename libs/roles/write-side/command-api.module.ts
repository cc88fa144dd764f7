import {
  InFlightKeys,
  Lane,
  localRouting,
  RoutingCommandBus,
  StoreRegion,
  type TokenSigning,
  WriteReply,
} from '@firstwrite/command-bus';
import { Module, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import type { CommandHandlerType } from '@nestjs/cqrs';
import {
  AdjustStockHandler,
  ChangeOrderHandler,
  ChangeProductHandler,
  CreateProductHandler,
  OrderBatchController,
  OrdersController,
  PlaceOrderHandler,
  ProductsController,
  ReceiveStockHandler,
  StockController,
} from '@firstwrite/shop';

export interface CommandApiOptions {
  /** The lane of the store that this process writes to. */
  readonly lane: Lane;
  readonly tokens: TokenSigning;
  readonly region: string;
  /** How long a request waits for an earlier one with the same key. */
  readonly keyWaitMsMax: number;
}

const handlers: CommandHandlerType[] = [
  PlaceOrderHandler,
  ChangeOrderHandler,
  ReceiveStockHandler,
  AdjustStockHandler,
  CreateProductHandler,
  ChangeProductHandler,
];

/** Writes in: HTTP → command → bus → lane. */
@Module({})
export class CommandApiModule implements OnApplicationBootstrap {
  constructor(
    private readonly bus: RoutingCommandBus,
    private readonly modules: ModulesContainer,
  ) {}

  static register({ lane, tokens, region, keyWaitMsMax }: CommandApiOptions): DynamicModule {
    return {
      module: CommandApiModule,
      controllers: [OrderBatchController, OrdersController, StockController, ProductsController],
      providers: [
        { provide: Lane, useValue: lane },
        { provide: WriteReply, useValue: new WriteReply(tokens) },
        { provide: StoreRegion, useValue: new StoreRegion(region) },
        {
          provide: RoutingCommandBus,
          inject: [ModuleRef],
          useFactory: (moduleRef: ModuleRef) =>
            new RoutingCommandBus(moduleRef, localRouting, new InFlightKeys(keyWaitMsMax)),
        },
        ...handlers,
      ],
    };
  }

  /** @throws CommandBusConfigurationError when a command has two handlers */
  onApplicationBootstrap(): void {
    const providers = [...this.modules.values()].flatMap((module) => [...module.providers.values()]);
    const wrappers = providers.filter(({ metatype }) => handlers.includes(metatype as CommandHandlerType));
    this.bus.register(wrappers as Parameters<RoutingCommandBus['register']>[0]);
  }
}
