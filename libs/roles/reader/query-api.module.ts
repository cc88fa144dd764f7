import { Reader, ReadRequests, TokenSigner } from '@firstwrite/reads';
import { Module, type DynamicModule } from '@nestjs/common';
import { OrderReadsController, ProductReadsController, StockReadsController } from '@firstwrite/shop';

export interface QueryApiOptions {
  /** Of the store that this process reads from. */
  readonly reader: Reader;
  readonly tokens: TokenSigner;
}

/** Reads out: HTTP → reader. */
@Module({})
export class QueryApiModule {
  static register({ reader, tokens }: QueryApiOptions): DynamicModule {
    return {
      module: QueryApiModule,
      controllers: [OrderReadsController, StockReadsController, ProductReadsController],
      providers: [
        { provide: Reader, useValue: reader },
        { provide: ReadRequests, useValue: new ReadRequests(tokens) },
      ],
    };
  }
}
