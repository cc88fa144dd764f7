import { Module, type DynamicModule } from '@nestjs/common';
import { ProblemCatalogue } from './problem-catalogue';

/** Lets every controller of an application inject its {@link ProblemCatalogue}. */
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
