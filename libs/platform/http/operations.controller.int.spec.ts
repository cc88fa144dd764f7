import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { HttpMetrics } from '../metrics/http-metrics';
import { ProblemCatalogue } from '../problems/problem-catalogue';
import { createHttpApplication } from './create-http-application';
import { EVENTS_DOCUMENT, METRICS_REGISTRY, OperationsController } from './operations.controller';

class Role {}

const metrics = new HttpMetrics(new Registry());
const providers = [{ provide: METRICS_REGISTRY, useValue: new Registry() }];
let role: NestFastifyApplication | undefined;

async function getFrom(more: typeof providers, url: string) {
  const module = { module: Role, controllers: [OperationsController], providers: [...providers, ...more] };
  role = await createHttpApplication(module, {
    logger: pino({ level: 'silent' }),
    metrics,
    problems: new ProblemCatalogue(),
  });
  await role.init();
  const reply = await role.inject({ method: 'GET', url });
  return { status: reply.statusCode, type: reply.headers['content-type'], body: reply.json() };
}

afterEach(() => role?.close());

test('the document of the published events is shown as it was given', async () => {
  const document = { asyncapi: '3.0.0', channels: {} };
  const shown = await getFrom([{ provide: EVENTS_DOCUMENT, useValue: document as never }], '/asyncapi.json');
  expect(shown).toMatchObject({ status: 200, type: expect.stringMatching(/^application\/json/), body: document });
});

test('a role that has no such document says so', async () => {
  expect(await getFrom([], '/asyncapi.json')).toMatchObject({ status: 404, body: { code: 'not-found' } });
});
