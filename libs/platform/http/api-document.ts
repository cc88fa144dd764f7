import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { documentRefusals } from '../problems/api-problems';
import { ProblemCatalogue } from '../problems/problem-catalogue';

/** An OpenAPI 3.1 document of the API. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  /** The operations of each path, by method in lower case. */
  readonly paths: Readonly<Record<string, object>>;
}

/**
 * Describes the API of an application that `createHttpApplication` made, from the schemas that validate its requests
 * and the problems in its catalogue.
 */
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
  stateDescriptionsOnce(document);
  documentRefusals(document, application.get(ProblemCatalogue));
  return document;
}

/** A parameter's description is taken from its schema, and is not repeated in it. */
function stateDescriptionsOnce({ paths }: OpenAPIObject): void {
  for (const { parameters = [] } of Object.values(paths).flatMap(({ get }) => get ?? [])) {
    for (const parameter of parameters) {
      if (!('schema' in parameter && 'description' in parameter.schema)) continue;
      const { description, ...schema } = parameter.schema;
      delete parameter.description;
      Object.assign(parameter, { schema, description });
    }
  }
}
