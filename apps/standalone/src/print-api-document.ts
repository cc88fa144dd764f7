import 'reflect-metadata';
import { describeWholeApi } from './whole-api';

void describeWholeApi().then((document) => process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`));
