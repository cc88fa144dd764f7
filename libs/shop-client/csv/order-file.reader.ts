import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Info, parse } from 'csv-parse';
import { CommandFailedError } from '@firstwrite/terminal';
import { errorCode } from '@firstwrite/platform';
import { describeFault, type LineFault } from './line-fault';
import { type CsvRecord, findColumns, type OrderColumns, type OrderLine, parseOrderLine } from './order-line';
import { QuoteScreen } from './quote-screen';

/** A CSV of order lines, read to its end. */
export interface OrderFile {
  readonly path: string;
  readonly lines: readonly OrderLine[];
  /** By line; empty when every line could be read. */
  readonly faults: readonly LineFault[];
  /** The first 16 hex digits of the SHA-256 of the file's bytes. */
  readonly digest: string;
}

/** The longest line of a file: an order line has about 150 characters, and a file without line ends is not a CSV. */
const lineCharactersMax = 65_536;

interface ParsedRecord {
  readonly record: string[];
  readonly info: Info;
}

/**
 * Reads a CSV with a header that names at least order_id, product_id and price. Lines at fault are collected, not
 * thrown.
 * @throws CommandFailedError when the file cannot be read, is empty, or its header cannot be used.
 */
export async function readOrderFile(path: string, minorUnitDigits: number): Promise<OrderFile> {
  const hash = createHash('sha256');
  const screen = new QuoteScreen();
  const parser = parse({ info: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: '\n' });
  const found: { lines: OrderLine[]; faults: LineFault[]; columns?: OrderColumns } = { lines: [], faults: [] };
  const collect = async () => {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      if (!found.columns) {
        found.columns = columnsOf(path, { fields: record, lastLine: info.lines }, screen.faults);
        continue;
      }
      const parsed = parseOrderLine({ fields: record, lastLine: info.lines }, found.columns, minorUnitDigits);
      if ('message' in parsed) found.faults.push(parsed);
      else found.lines.push(parsed);
    }
  };
  try {
    await Promise.all([pipeline(screenedText(path, hash, screen), parser), collect()]);
  } catch (error) {
    throw asReadFailure(path, error);
  }
  const faults = [...screen.faults, ...found.faults].sort((a, b) => a.line - b.line);
  if (!found.columns) throw new CommandFailedError(faults[0] ? describeFault(path, faults[0]) : `${path} is empty`);
  return { path, lines: found.lines, faults, digest: hash.digest('hex').slice(0, 16) };
}

async function* screenedText(path: string, hash: Hash, screen: QuoteScreen): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(bytes);
    yield screen.push(decoder.decode(bytes, { stream: true }));
    if (screen.unfinishedCharacters > lineCharactersMax) {
      throw new CommandFailedError(`${path} has a line of more than ${lineCharactersMax} characters`);
    }
  }
  yield screen.push(decoder.decode()) + screen.end();
}

function columnsOf(path: string, header: CsvRecord, faultsSoFar: readonly LineFault[]): OrderColumns {
  const { fields, lastLine } = header;
  const fault = faultsSoFar.find(({ line }) => line < lastLine);
  const columns = fault ? fault.message : findColumns(fields);
  if (typeof columns !== 'string') return columns;
  throw new CommandFailedError(describeFault(path, fault ?? { line: lastLine, column: 1, message: columns }));
}

const readFailures: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a directory, not a CSV file',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
};

function asReadFailure(path: string, error: unknown): unknown {
  const reason = readFailures[errorCode(error) ?? ''];
  return reason ? new CommandFailedError(`${path} ${reason}`) : error;
}
