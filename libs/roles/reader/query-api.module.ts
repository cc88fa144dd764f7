import { Reader, ReadRequests, TokenSigner } from '@firstwrite/reads';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Shop } from '../shop';

export interface QueryApiOptions {
  readonly shop: Pick<Shop, 'reads'>;
  /** The reader of the store that this process reads from. */
  readonly reader: Reader;
  readonly tokens: TokenSigner;
}

/** The read side: HTTP → reader. */
@Module({})
export class QueryApiModule {
  static register({ shop: { reads }, reader, tokens }: QueryApiOptions): DynamicModule {
    return {
      module: QueryApiModule,
      controllers: [...reads.controllers],
      providers: [
        { provide: Reader, useValue: reader },
        { provide: ReadRequests, useValue: new ReadRequests(tokens) },
      ],
    };
  }
}
