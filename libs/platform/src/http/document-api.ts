import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

/** Serves the OpenAPI 3.1 document at `/openapi.json` and a page to try it at `/docs`. Made of the schemas that validate. */
export function documentApi(application: INestApplication): void {
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
  SwaggerModule.setup('docs', application, document, { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
}
