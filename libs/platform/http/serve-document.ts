import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import type { ApiDocument } from './api-document';

/** Serves an API document at `/openapi.json`, and a page to try the API at `/docs`. */
export function serveDocument(application: INestApplication, document: ApiDocument): void {
  SwaggerModule.setup('docs', application, document, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
  });
}
