import 'reflect-metadata';
import { describeWholeApi } from '@firstwrite/roles';

void describeWholeApi().then((document) => process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`));
