import document from './openapi.golden.json';

/**
 * The OpenAPI 3.1 document of the whole API, shown by every process that serves a part of it. `npm run api:document`
 * makes it from the schemas that validate requests; a test compares the two.
 */
export const apiDocument = document;
