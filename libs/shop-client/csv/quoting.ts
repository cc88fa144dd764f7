/** Where the quoting of a record breaks: the field's number from 1, and what is wrong there. */
export interface QuotingFault {
  readonly column: number;
  readonly message: string;
}

const quotedField = /"[^"]*(?:""[^"]*)*"/y;
const plainField = /[^",\n]*/y;

/** Checks the quoting of one record by RFC 4180; undefined when it is sound. */
export function findQuotingFault(record: string): QuotingFault | undefined {
  const text = record.replace(/\r?\n$/, '');
  for (let column = 1, start = 0; ; column++) {
    const end = fieldEnd(text, start);
    if (end === undefined) return { column, message: 'quote is not closed' };
    if (end === text.length) return undefined;
    if (text[end] !== ',') return { column, message: breakMessage(text, start, end) };
    start = end + 1;
  }
}

function fieldEnd(text: string, start: number): number | undefined {
  const field = text[start] === '"' ? quotedField : plainField;
  field.lastIndex = start;
  return field.test(text) ? field.lastIndex : undefined;
}

function breakMessage(text: string, start: number, end: number): string {
  if (text[start] !== '"') return 'quote inside a field that does not begin with one';
  return text.slice(start, end).includes('\n') ? 'quote is not closed' : 'text after the closing quote';
}
