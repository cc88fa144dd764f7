import 'reflect-metadata';
import { describeWholeApi } from '@firstwrite/roles';
import { shop } from '@firstwrite/shop';

void describeWholeApi(shop).then((document) => process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`));
