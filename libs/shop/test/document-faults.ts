import Ajv from 'ajv';
import addFormats from 'ajv-formats';

/**
 * Gives a function that returns the faults of a value by the schema at a place of an AsyncAPI document's components.
 */
export function documentFaults(document: object): (place: string, value: unknown) => unknown[] {
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true, code: { optimize: false } })).addSchema(
    document,
    'document',
  );
  return (place, value) => {
    const validate = ajv.getSchema(`document#/components/${place}`);
    if (!validate) throw new Error(`the document has no ${place}`);
    void validate(value);
    return validate.errors ?? [];
  };
}
