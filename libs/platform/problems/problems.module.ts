import { Module, type DynamicModule } from '@nestjs/common';
import { ProblemCatalogue } from './problem-catalogue';

/** Provides the {@link ProblemCatalogue} of an application to all its controllers. */
@Module({})
export class ProblemsModule {
  static register(problems: ProblemCatalogue): DynamicModule {
    return {
      module: ProblemsModule,
      global: true,
      providers: [{ provide: ProblemCatalogue, useValue: problems }],
      exports: [ProblemCatalogue],
    };
  }
}
