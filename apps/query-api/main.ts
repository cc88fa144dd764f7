import 'reflect-metadata';
import { runRole } from '@firstwrite/platform';
import { startQueryApi } from '@firstwrite/roles';
import { shop } from '@firstwrite/shop';
import { parseArgs } from 'node:util';

// `--views own` says the same as the setting.
const { views } = parseArgs({ options: { views: { type: 'string' } } }).values;
if (views !== undefined) process.env['FIRSTWRITE_VIEWS'] = views;

runRole('query-api', (surroundings) => startQueryApi(shop, surroundings));
