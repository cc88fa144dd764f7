import document from './openapi.golden.json';

/**
 * The OpenAPI 3.1 document of the whole API, which every process that serves a part of it shows. Made of the schemas
 * that validate by `npm run api:document`; a test compares the two.
 */
export const apiDocument = document;
