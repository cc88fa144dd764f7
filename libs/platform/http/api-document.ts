import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { documentRefusals } from '../problems/api-problems';
import { ProblemCatalogue } from '../problems/problem-catalogue';

/** An OpenAPI 3.1 document of the API. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  /** Of each path, the operations by method in small letters. */
  readonly paths: Readonly<Record<string, object>>;
}

/** Describes what an application of `createHttpApplication` serves, by the schemas that validate and the problems that it can answer with. */
export function describeApi(application: INestApplication): ApiDocument {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Firstwrite')
    .setDescription('An order and inventory service that never oversells. Clients ignore members they do not know.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0');
  const document = SwaggerModule.createDocument(application, builder.build(), {
    standardSchemaConverter: (schema, { schemaType }) => {
      if (!(schema instanceof z.ZodType)) return undefined;
      const { $schema, ...converted } = z.toJSONSchema(schema, { io: schemaType, unrepresentable: 'any' });
      return { schema: converted };
    },
  });
  documentRefusals(document, application.get(ProblemCatalogue));
  return document;
}
